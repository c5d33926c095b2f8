import time,walking,atexit
W=walking.Walker
tot={'look':0,'n':0,'axe':0,'size':0,'shape':0,'whole':0}
def wrap(obj,name,key):
    orig=getattr(obj,name)
    def f(*a,**k):
        t=time.time()
        try: return orig(*a,**k)
        finally: tot[key]+=time.time()-t; tot['n'+key]=tot.get('n'+key,0)+1
    setattr(obj,name,f)
wrap(W,'look','look'); wrap(W,'_is_whole','whole'); wrap(W,'_is_new','shape'); wrap(walking,'faults_found','axe')
atexit.register(lambda: print(tot))
