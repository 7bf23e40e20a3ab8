"""Scene rules of dying: the wish to die, a life that is not wanted, suicide, and being a burden.

The notation is explained in `scene_rules.py`.
"""

SCENES = """
suicide: KILL_SELF + ME|WISH|WILL|SOON|ATTEMPT|FAIL ; within 8 ; unless UNSERIOUS BYGONE THEIRS REFUSED WORK
    bengi iki aku arep nglalu wae
suicide: UNSAFE ; unless UNSERIOUS GAME
    can't promise you I'll be safe tonight
suicide: STOP&ENDS + SOON ; within 3 ; unless UNSERIOUS ORDINARY EXAM GADGET CHORE FOODIE CLINIC COMMUTE ROUTINE
  LIFECHANGE
    pokoknya malam ini selesai
suicide: LAST + MY_LIFE ; within 4 ; unless UNSERIOUS OFFICE THEIRS
    hari ini terakhir aku bernapas
suicide: NOT_FAIL + SOON|ME ; within 6 ; unless UNSERIOUS ORDINARY EXAM GADGET CHORE
    kali ini gw ga akan gagal
suicide: DEED&!REFUSED + ME|WILL|SOON ; within 6 ; unless UNSERIOUS ORDINARY EXAM CHORE GADGET
    I'm ending it tonight
suicide: OUT_OF_LIFE ; unless UNSERIOUS ORDINARY
    nine days and then I'm out of this life
suicide: VOICE + COMMAND + ME|STOP|DEAD|HURTING ; within 8 ; unless UNSERIOUS ORDINARY COMMUTE
    there's a voice telling me to finish it
suicide: ALL_OVER + SOON|ME ; within 5 ; unless UNSERIOUS ORDINARY EXAM GADGET CHORE FOODIE COMMUTE CLINIC
  LIFECHANGE
    it'll all be over by tomorrow
suicide: NO_ONE_HOME + ENOUGH|DONE|SOON|DEED|ROPE|DRUG|BLADE ; within 12 ; unless UNSERIOUS ORDINARY CHORE
    everyone's out until ten, that's enough time
suicide: ATTEMPT + FAIL|HOSPITAL + SOON|DOIT|MORE|LAST|COUNTED|NOW ; within 14 ; unless UNSERIOUS EXAM GADGET
  BYGONE LIFECHANGE CHORE
    tadi pagi nyoba lagi, gagal, besok aku ulangin
suicide: TRYNOUN + COUNTED|LAST|ME ; within 8 ; unless UNSERIOUS EXAM GADGET BYGONE LIFECHANGE CHORE
    ini percobaan ketiga
suicide: DECIDE + SOON|FOREVER|LAST|PEACE|DOIT ; within 10 ; unless UNSERIOUS ORDINARY EXAM LIFECHANGE
    udah bulat, besok ga ada lagi
suicide: WILL|SOON|JUSTLEFT|UNTIL + DOIT&!REFUSED&ENDS ; within 7 ; unless UNSERIOUS ORDINARY EXAM CHORE
  LIFECHANGE
    aku bakal ngelakuin itu abis ortu tidur
suicide: STOP + MY_LIFE ; within 5 ; unless UNSERIOUS GADGET OFFICE WORK REFUSED THEIRS BYGONE
    hidup saya mau saya cukupkan sampai di sini
suicide: LEAVE + FOREVER|NO_RETURN|OWN_WAY|PREDECEASE|NOPAIN_PLACE ; within 8 ; unless UNSERIOUS ORDINARY
  COMMUTE
    aku siap pergi selamanya
suicide: THEY_SLEEP + DOIT|LEAVE|SELF_LEAVES|DECIDE|STOP|ALONE ; within 14 ; unless UNSERIOUS ORDINARY
    counting the hours sampai orang rumah pergi, terus aku akhiri
wish to die: SCARELESS ; unless UNSERIOUS GRIEVED GAME
    dying doesn't scare me anymore
wish to die: STOP_BEING ; unless UNSERIOUS ORDINARY
    I wish I could just stop being a person
wish to die: WHERE_THEY_WENT ; unless UNSERIOUS ORDINARY
    I want to go where my mother went
wish to die: ENVY + KIN|STRANGER + PEACE|REST ; within 12 ; unless UNSERIOUS ORDINARY
    iri sekali pada kakek, sudah tenang
wish to die: WISH|ENVY|BETTERBE|TIRED|SOON + MY_DEATH ; within 5 ; unless UNSERIOUS GADGET THEIRS BYGONE FOODIE
  GRIEVED
    rasanya pengen cepet mati
wish to die: MY_DEATH + PEACE|ENVY ; within 5 ; unless UNSERIOUS GRIEVED THEIRS
    being dead sounds so peaceful
wish to die: GRAVE + ME ; within 7 ; unless UNSERIOUS GRIEVED BURIED_THEM THEIRS WORK
    kapan giliran aku dikubur
wish to die: VANISH + WISH|BETTERBE|BUTTON + MY_LIFE|EARTH|EXIST|FOREVER ; within 10 ; unless UNSERIOUS ORDINARY
  GADGET CHORE REFUSED
    hidup aku mending di-uninstall aja
wish to die: WISH|ENVY|BETTERBE|WHY + MISHAP|ILLNESS + ME ; within 12 ; unless UNSERIOUS
    berharap aku ketabrak pas pulang
wish to die: ENVY + DEADPERSON|GRAVE|GONE ; within 8 ; unless UNSERIOUS
    enak ya, jadi almarhum
wish to die: ERASED ; unless UNSERIOUS GADGET ORDINARY
    saya cuma ingin dihapus pelan-pelan
wish to die: SHOULD_BE_ME + DEAD|MISHAP|GRAVE|ILLNESS|HE ; within 12 ; unless UNSERIOUS GAME ORDINARY
    it should have been me in that accident
wish to die: JOIN + THERE + YOU|HE ; within 6 ; unless UNSERIOUS ORDINARY
    mau nyusul kakak ke sana
wish to die: GRAVE + WISH|ENVY ; within 5 ; unless UNSERIOUS GRIEVED THEIRS ORDINARY
    rindu sekali ingin pulang ke tanah
wish to die: MEETS + BEYOND|GOD|THERE|DEADPERSON + WISH|SOON|DONE ; within 8 ; unless UNSERIOUS ORDINARY
    pengen cepat ketemu ibu di sana
wish to die: NOT_BORN ; unless UNSERIOUS
    aku gak minta dilahirkan
wish to die: RESCUED + WHY|REGRET ; within 8 ; unless UNSERIOUS
    why did they save me as a baby
wish to die: JOIN + KIN|DEAD|GOD|BEYOND + WISH|WILL ; within 8 ; unless UNSERIOUS ORDINARY
    pengen nyusul papa, di sana pasti ga dimarahin
wish to die: PICKUP + GOD ; within 5 ; unless UNSERIOUS
    Tuhan ambil aja aku sekarang
wish to die: SLEEP|REST|SOON + FOREVER|NO_WAKE&!SHORTLY ; within 6 ; unless UNSERIOUS ORDINARY GADGET AWHILE
    pengen sleep forever, ga usah bangun
not living: REGRET|WHY|MOURN|TIRED|HATE + STILL + MY_LIFE ; within 7 ; unless UNSERIOUS THEIRS
    tiap pagi kecewa masih bernapas
not living: NOTHING_HERE ; unless UNSERIOUS ORDINARY COMMUTE FOODIE GADGET
    there's nothing for me here anymore
not living: CONTINUE + LIFE + NOT ; within 6 ; unless LAUGH GAME MEDIA ORDINARY
    masih bingung mau lanjut hidup apa engga
not living: ONLY_KEEPS ; unless UNSERIOUS ORDINARY
    the only thing keeping me here is my dog
not living: NO_REASON + MY_LIFE|CONTINUE|ME&ENDS|HERE|JUSTLEFT ; within 8 ; unless UNSERIOUS
    ga ada alasan lagi buat bertahan
not living: WHATFOR + MY_LIFE|CONTINUE|WAKE|HERE|AGE ; within 8 ; unless UNSERIOUS GADGET ORDINARY
    apa gunanya bangun besok
not living: WHY + STILL + MY_LIFE|WAKE|HERE ; within 6 ; unless UNSERIOUS GADGET COMMUTE
    kenapa sih aku harus bangun lagi
not living: CANT_CONTINUE ; unless UNSERIOUS OFFICE EXAM WORK CLINIC LIFECHANGE
    ga sanggup nerusin hidup
not living: DONT_WANT_LIFE ; unless UNSERIOUS THEIRS BYGONE
    ga berhak hidup
not living: NO_FUTURE ; unless UNSERIOUS
    ga liat masa depan sama sekali
burden: OTHERS + EASIER + SELF_ABSENT ; unless UNSERIOUS
    dunia bakal jalan lebih enak tanpa aku
burden: OTHERS + UNMISSED + SELF_ABSENT ; unless UNSERIOUS
    kalau aku ga ada juga mereka ga bakal sadar
burden: OTHERS + NOBODY_MISSES + SELF_ABSENT|SELF_LEAVES ; within 14 ; unless UNSERIOUS
    kalau aku ga ada juga mereka ga bakal sadar
burden: OTHERS + EASIER + IF|MINE + SELF_LEAVES ; within 14 ; unless UNSERIOUS ORDINARY
    kalau aku pergi mereka lebih tenang
burden: WASTE + ME + VANISH|GONE|LEAVE|DEAD|FOREVER ; within 14 ; unless UNSERIOUS ORDINARY REFUSED
    aku cuma beban, mending aku pergi
burden: WASTE + ME + OTHERS|LIFE ; within 6 ; unless UNSERIOUS OFFICE
    aku cuma nyusahin keluarga
burden: BETTERBE + SELF_ABSENT ; within 6 ; unless UNSERIOUS ORDINARY
    mending gw gone aja
burden: ONE_LESS + OTHERS|ME|NOT|PERSON ; within 6 ; unless UNSERIOUS ORDINARY FOODIE GADGET
    by Monday there will be one less person in this house
wish to die: IF_HIT ; unless UNSERIOUS ORDINARY ACCIDENT
    kalau ketabrak ya syukur
suicide: DOIT&!REFUSED + ALMOSTWORD|FEARLESS|BEFORE ; within 5 ; unless UNSERIOUS ORDINARY EXAM CHORE GADGET FOODIE
  CLINIC LIFECHANGE
    semalam hampir aku lakuin
suicide: DEED + COURAGE ; within 5 ; unless UNSERIOUS ORDINARY EXAM CHORE GADGET FOODIE CLINIC LIFECHANGE
    belum nemu the courage to end it
suicide: OWNHAND + MY_DEATH|STOP|VANISH ; within 5 ; unless UNSERIOUS ORDINARY
    mati di tangan sendiri lebih terhormat
suicide: ENDIT + OWN|OWNSELF ; within 2 ; unless UNSERIOUS ORDINARY EXAM CHORE GADGET FOODIE CLINIC LIFECHANGE
    saya memilih mengakhiri sendiri
suicide: SUICIDE&!THEIRS&!REFUSED + REALLY|EVERYDAY + ME ; within 9 ; unless UNSERIOUS ORDINARY BYGONE
    I am really serious about suicide now
suicide: VOICE + COMMAND + DOIT|JUMP|SUICIDE ; within 8 ; unless UNSERIOUS ORDINARY
    my brain keeps saying just do it
not living: COUNTERFACT + SELF_ABSENT|NOT_EXIST|MY_DEATH|DOIT|SUICIDE ; within 14 ; unless UNSERIOUS ORDINARY EXAM
    kalau bukan karena dosa, aku udah ga di sini
not living: KEEPING + ME + CONTINUE ; within 3 ; unless UNSERIOUS ORDINARY EXAM LIFECHANGE
    dulu anak yang bikin saya bertahan
not living: PASTPOINT ; unless UNSERIOUS ORDINARY EXAM
    udah lewat titik nyerah
not living: WHATFOR + HEALING ; within 6 ; unless UNSERIOUS ERRAND
    ngapain sembuh kalau hidup sama aja
not living: NOT_CARED + SAFENESS|HAPPENS|SOON|MY_LIFE|MY_DEATH|THISLIFE ; within 10 ; unless UNSERIOUS ORDINARY EXAM
    terserah mau kejadian apa, udah ga peduli selamat atau nggak
not living: INVAIN + MY_LIFE ; within 4 ; unless UNSERIOUS ORDINARY GADGET
    sia-sia aku hidup
not living: SPURNED ; unless UNSERIOUS ORDINARY EXAM CHORE GADGET FOODIE CLINIC LIFECHANGE
    aku udah ga mau ditolong
not living: FUTURE + DARKNESS|EMPTYNESS|UNIMAGINED ; within 8 ; unless UNSERIOUS ORDINARY
    masa depan? nggak kebayang apa-apa, gelap
not living: NOTHING_LEFT ; unless UNSERIOUS ORDINARY EXAM CHORE GADGET FOODIE CLINIC LIFECHANGE COMMUTE
    udah nothing left buat diperjuangin
burden: UNNOTICED + IF|UNTIL|ME ; within 8 ; unless UNSERIOUS ORDINARY
    nobody would notice if I was gone
burden: NOBODY_MISSES + IF + SELF_LEAVES|SELF_ABSENT ; within 12 ; unless UNSERIOUS ORDINARY
    ga ada yang bakal kangen kalau aku ilang
burden: OTHERS + MOURNS + BRIEFLY + EASIER ; within 14 ; unless UNSERIOUS ORDINARY
    they would cry for a while and then they would be free
wish to die: GOD|PRAYING + SHORTEN ; within 8 ; unless UNSERIOUS ORDINARY
    tiap malam minta Tuhan percepat umurku
wish to die: WISH + DISEASE + PICKUP ; within 8 ; unless UNSERIOUS ORDINARY
    semoga penyakit ini cepat ambil aku
wish to die: MY_DEATH + REST ; within 5 ; unless UNSERIOUS GRIEVED THEIRS WORK
    being dead sounds like rest
wish to die: ENVY + ILLNESS|MISHAP ; within 8 ; unless UNSERIOUS LEISURE
    lihat ambulans malah iri sama yang di dalem
wish to die: WISH + DARKNESS + STOP ; within 7 ; unless UNSERIOUS ORDINARY EXAM CHORE GADGET FOODIE CLINIC LIFECHANGE
    pengen merem terus gelap, selesai
wish to die: LIFE + TRADE + MINE|ME ; within 8 ; unless UNSERIOUS ORDINARY
    kalo ada yang mau tuker umur, ambil aja punyaku
wish to die: TURN + BATHED|GRAVE ; within 5 ; unless UNSERIOUS ORDINARY GAME
    kapan giliranku dimandiin
"""
