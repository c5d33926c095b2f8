"""Words that say nothing of what a proposal is about: those of every language, and those of every proposal."""

from __future__ import annotations

from functools import cache

from .words import stems

FUNCTION_WORDS = """
alla allt alltid alltmer allra andra andras annan annat antal antingen att av bara bland bli blir blev blivit bort bra
bredvid bäst bättre både båda behov behöva behöver behövs borde bör börja börjar dagens de del delar dels dem den
denna dennes deras dess dessa dessutom det detta dig din dina direkt indirekt ditt dock du där därför därigenom därmed
då dvs efter eftersom egen eget egna ej eller emellan en enbart enligt er era ert ett etc ex exempel exempelvis finna
finns finnas fler flera flesta form fort fram framåt framför från få får fått fick för före förra först genom ger ges
ge gett givet gång gällande gäller gärna göra gör görs gjort gjorde gå går ha hade haft han handla handlar har hel hela
helst helt hennes hitta hittar hjälp hon honom hos hur hänga hänger hända händer här hög hög högre i ibland icke idag
in inför ingen inget inkl inne innebär innebära inga inom inte istället ja jag jämfört just kan kanske knappast komma
kommande kommer kring kräva kräver kunde kunna led leda leder ligga ligger lika lite lyfta lyft låg lägre lägga länge
lång långa längre längs man med medan mellan men mer mera mest mfl mig min mina mindre minska minst minsta mitt mm mot
mycket mål målen många måste möjlig möjligt möjlighet möjligheter ned ner ni nog nu nuvarande ny nya nytt när nära någon
något några når och ofta också olika om omkring ordinarie oss osv på redan resp rätt sak saker samma samt samtidigt
se ser sedan sen senare sig sikt sin sina sitt själv själva skall skapa skapar ska ske sker skett skulle slut snarare
som stor stora stort större största stå står svår svårt säga så sådan sådana sådant såklart såsom såväl ta tar tas tanke
tankar tex tid tiden tider till tills tillsammans trots typ typer tydlig tydligt tänka tänk under ungefär upp ur ut utan
utifrån vad var vara vardag vardagen varandra vare varför varifrån varit varje vars vart vem vems vi via vid vika vilja
vilka vilken vilket vill vis visa visar viss vissa väg vägar väl vår våra vårt vore än ännu är även över övriga åt
återigen öka ökad ökade ökar sätt ställa ställer steg
the and of to in for on with is are that this be as by or from an at it we our
"""

EVERYDAY_WORDS = """
reglab reglabs region regionen regionens regioner regionerna regionernas regional regionala regionalt regionalutvecklare
rua utveckla utvecklar utvecklas utvecklande utveckling utvecklingen utvecklingens utvecklingsansvar
utvecklingsansvaret utvecklingsansvarig utvecklingsansvariga utvecklingsarbete utvecklingsarbetet utvecklingsfråga
utvecklingsfrågor utvecklingsledare utvecklingspolitik utvecklingsuppdrag utvecklingsuppdraget utvecklare
lära lär lärande lärandet lärdomar lärprojekt lärprojektet läroprojekt läroprojektet lärpass projekt projektet
medlem medlemmar medlemmarna förslag förslaget idé idéer syfte syftet mål målet övergripande målgrupp målgruppen
målgrupper deltagare deltagarna tillfälle tillfällen träff träffar workshop workshopar workshops seminarium seminarier
seminarieserie studiecirkel studiecirkeln studiecirklar nätverk forum diskussion diskussioner diskutera utbildning
utbildningar inspel inspiration erfarenhet erfarenheter erfarenhetsutbyte utbyte kunskap kunskaper kunskapsområde
kunskapsnivå kompetens kompetenser förmåga förstå förståelse resultat rapport spridning sprida
arbeta arbetar arbete arbetet arbetssätt jobba jobbar jobbat använda använder används användas användning nyttja
organisation organisationen organisationer verksamhet verksamheter verksamheten uppdrag uppdraget roll rollen roller
ansvar ansvaret ansvarig ansvariga aktör aktörer grupp grupper person personer personal människa människor
medarbetare kollega kollegor chef chefer strateg strateger analytiker handläggare tjänsteperson tjänstepersoner
politik politiken politiker politiska beslut beslutsfattare
kommun kommuner kommunen kommunerna kommunal kommunala kommunalt landsting län stat staten statlig statliga regering
regeringen myndighet myndigheter offentlig offentliga företag invånare sverige sveriges svensk svenska land länder
landet samhälle samhället samhällen eu eus europeisk internationell internationella nationell nationella nationellt
lokal lokala lokalt gemensam gemensamt gemensamma samverka samverkan samarbeta samarbete dialog samordna samordning
fråga frågor frågan frågorna frågeställning frågeställningar område områden området tema teman inriktning fokus
perspektiv förutsättning förutsättningar utmaning utmaningar utmanar hinder risk lösning lösningar insats insatser
verktyg metod metoder process processer system struktur strukturer styra styr styrning ledning funktion funktioner
kapacitet resurs resurser finansiering ram ramar nivå nivåer relation relationer effekt effekter effektiv effektivt
strategi strategier strategin strategisk strategiskt strategiska praktik praktiken praktisk praktiskt genomföra
genomförande driva driver följa följer följs uppföljning stärka stärker stärkt stöd påverka påverkar påverkan
bidra bidrar bygga bygger förhålla förväntad förväntat innefatta innefattar innehåll innehålla omfatta omfattande
ingå ingår koppla kopplat hantera undersöka identifiera höja pågå pågår fungera fungerar tillgång tillgänglig
viktig viktiga viktigt central centrala centralt relevant relevanta aktuell aktuella konkret konkreta god goda smart
smarta bred brett framgångsrik framgångsrikt fördjupa fördjupad fördjupning fördel fördelar skillnad skillnader
långsiktig långsiktiga långsiktigt kortsiktig intern internt interna extern externt externa framtid framtida framtiden
innovation hållbar hållbara hållbart ekonomisk ekonomiska ekonomiskt
"""
"""Any of these stands in so many proposals that two of them sharing it are no more alike than two others."""


@cache
def common_stems() -> frozenset[str]:
    """The stems of all these words."""
    return frozenset(stems(f"{FUNCTION_WORDS} {EVERYDAY_WORDS}"))


def tells(stem: str) -> bool:
    """Whether a stem can say what a text is about: two letters do (AI), a number does not."""
    return len(stem) > 1 and not stem.isdigit() and stem not in common_stems()
