"""Concepts of people: who writes, who is spoken to, and who else is named.

The notation is explained in `concepts.py`.
"""

WORDS = """
ME
  aku saya gue gw gua gwe w ak aq sy sya ane awak hamba ku q abdi ambo den kula urang_ieu ambe aye beta awakku i im
  ive id my me mine myself diri_sendiri diri_ini badan_ini raga_ini
MINE
  mine punyaku milikku
OWNSELF
  diri diriku myself diri_sendiri badan_sendiri awakku maneh sendiri self
YOU
  kamu km lu lo elo kalian anda kau you u your ur kak kakak mbak mas teh kang da uni
OTHERS
  mereka semua semuanya semua_orang orang org orang2 dunia bumi keluarga ortu orang_tua orangtua rumah_ini wong
  everyone everybody people they them theyd the_world family parents anyone everyones everybodys roommates world =KIN
KIN
  ibu ibuk mama mamah mami bunda emak mak umi bapak bapa ayah papa papah abi nyokap bokap ortu orang_tua orangtua
  nenek kakek oma opa mbah eyang anak anak2 istri suami keluarga cucu bungsu sulung nak simbok ema amak abah salaki
  bojo bojoku budak laki lakiku bini istriku suamiku mom mum mommy dad daddy father mother parents son daughter kids
  kid child children wife husband grandma grandpa family baby bayi mertua stepdad stepmom stepfather =ACQUAINTANCE
ACQUAINTANCE
  guy teman temen tmn tmen sahabat pacar cowok cewek mantan tunangan roommate roomate sepupu adik adek ade kakakku
  abang tetangga murid siswa ipar keponakan ponakan sodara saudara om tante paman bibi crush gebetan dosen bos guru
  orang_rumah pasangan friend friends boyfriend girlfriend bf gf ex brother sister bro partner fiance cousin coworker
  classmate intern neighbor neighbour student mentee uncle aunt stepbrother colleague
STRANGER
  they orang2 orang_lain siswi remaja warga seseorang someone somebody seorang tokoh karakter artis tersangka korban
  pria wanita pemuda pelaku classmate student paman buyut pahlawan raja leluhur
HE
  dia ia doi beliau he she him her hes shes his
PET
  kucing anjing hamster kelinci burung ikan ayam kambing cupang sapi cat dog puppy kitten rabbit pet pets bird fish
  tanaman taneman bunga melati anggrek plant plants garden kebun cabai pohon semut jerawat sakitku
"""
