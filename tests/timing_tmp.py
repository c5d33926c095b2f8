import time,walking
W=walking.Walker
orig=W.look
tot={'look':0,'n':0,'nav':0}
def look(self):
    t=time.time(); orig(self); d=time.time()-t; tot['look']+=d; tot['n']+=1
    print('LOOK',self.path,round(d,2),'since',round(t-tot.get('last',t),2)); tot['last']=time.time()
W.look=look
