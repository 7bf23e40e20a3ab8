"""Scenes: concepts that together speak of danger, with an example of each.

A rule has a kind, its concepts, and the most words from the first to the last.
After `unless` stand concepts that the text must not have.
`|` stands for either, and a rule may go on in lines that begin with two spaces.
`GROUPS` are short names for several harmless concepts.
"""

GROUPS = {
    "CRAFT": ("CHORE", "PURPOSE"),
    "UNSERIOUS": ("LAUGH", "GAME", "MEDIA", "TOPIC", "HISTORY", "FIGURATIVE", "DENIAL", "NEWSY"),
    "ORDINARY": ("LEISURE", "ERRAND", "OFFICE", "RESUME", "WORK", "BROKEN"),
}

HARMLESS_ALWAYS = ("LAUGH", "GAME", "MEDIA", "TOPIC", "HISTORY")
"""Concepts beside which no direct rule holds, but those of suicide and self-harm: people laugh about these too."""

HARMLESS_BESIDE = {
    "burden": HARMLESS_ALWAYS,
    "disappearing": HARMLESS_ALWAYS,
    "farewell": (*HARMLESS_ALWAYS, "OFFICE", "ERRAND", "LEISURE"),
    "means": (*HARMLESS_ALWAYS, "LEISURE", "CHORE", "ERRAND"),
    "methods": HARMLESS_ALWAYS,
    "not living": (*HARMLESS_ALWAYS, "BODILY"),
    "not waking": (*HARMLESS_ALWAYS, "ERRAND", "BODILY"),
    "someone in danger": (*HARMLESS_ALWAYS, "CHORE"),
    "suicide": ("DENIAL", "GAME", "TOPIC"),
    "violence": (*HARMLESS_ALWAYS, "UNREAL", "WORK", "CHORE"),
    "wish to die": (*HARMLESS_ALWAYS, "FOODIE", "GRIEVED", "WORK", "ERRAND"),
}
"""Concepts beside which no direct rule of a kind holds."""

SCENES = """
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
not living: REGRET|WHY|MOURN|TIRED|HATE + STILL + MY_LIFE ; within 7 ; unless UNSERIOUS THEIRS
    tiap pagi kecewa masih bernapas
not living: NOTHING_HERE ; unless UNSERIOUS ORDINARY COMMUTE FOODIE GADGET
    there's nothing for me here anymore
not living: CONTINUE + LIFE + NOT ; within 6 ; unless LAUGH GAME MEDIA ORDINARY
    masih bingung mau lanjut hidup apa engga
burden: BETTERBE + SELF_ABSENT ; within 6 ; unless UNSERIOUS ORDINARY
    mending gw gone aja
wish to die: SCARELESS ; unless UNSERIOUS GRIEVED GAME
    dying doesn't scare me anymore
wish to die: STOP_BEING ; unless UNSERIOUS ORDINARY
    I wish I could just stop being a person
suicide: ALL_OVER + SOON|ME ; within 5 ; unless UNSERIOUS ORDINARY EXAM GADGET CHORE FOODIE COMMUTE CLINIC
  LIFECHANGE
    it'll all be over by tomorrow
means: TRAIN_COMES + LAST|SOON|DATE|ALONE|SET|ME ; within 8 ; unless UNSERIOUS ORDINARY COMMUTE ROUTINE CRAFT
    kereta terakhir lewat jam sebelas, aku hafal jadwalnya
suicide: NO_ONE_HOME + ENOUGH|DONE|SOON|DEED|ROPE|DRUG|BLADE ; within 12 ; unless UNSERIOUS ORDINARY CHORE
    everyone's out until ten, that's enough time
farewell: LIVEON + ME|WITHOUT ; within 3 ; unless UNSERIOUS ORDINARY
    live well for me, okay
means: ORDERED + ROPE|POISON|DRUG|BLADE|DONE&ENDS|SOON ; within 10 ; unless UNSERIOUS ORDINARY CRAFT FOODIE
  CLINIC
    what I ordered arrives on Tuesday, then it's done
burden: ONE_LESS + OTHERS|ME|NOT|PERSON ; within 6 ; unless UNSERIOUS ORDINARY FOODIE GADGET
    by Monday there will be one less person in this house
not living: ONLY_KEEPS ; unless UNSERIOUS ORDINARY
    the only thing keeping me here is my dog
wish to die: WHERE_THEY_WENT ; unless UNSERIOUS ORDINARY
    I want to go where my mother went
wish to die: ENVY + KIN|STRANGER + PEACE|REST ; within 12 ; unless UNSERIOUS ORDINARY
    iri sekali pada kakek, sudah tenang
means: WAIT_COURAGE ; unless UNSERIOUS ORDINARY LIFECHANGE EXAM CRAFT
    aku cuma nunggu keberanian aja
means: BOTTLE + HIDDEN + ME|ROOM ; within 7 ; unless UNSERIOUS ORDINARY CRAFT CLINIC FOODIE
    botol itu kubungkus, kusimpan di laci
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
wish to die: WISH|ENVY|BETTERBE|TIRED|SOON + MY_DEATH ; within 5 ; unless UNSERIOUS GADGET THEIRS BYGONE FOODIE
  GRIEVED
    rasanya pengen cepet mati
wish to die: MY_DEATH + PEACE|ENVY ; within 5 ; unless UNSERIOUS GRIEVED THEIRS
    being dead sounds so peaceful
wish to die: GRAVE + ME ; within 7 ; unless UNSERIOUS GRIEVED THEIRS WORK
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
wish to die: SLEEP|REST|SOON + FOREVER|NO_WAKE&!SHORTLY ; within 6 ; unless UNSERIOUS ORDINARY GADGET
    pengen sleep forever, ga usah bangun
farewell: IF_GONE ; unless UNSERIOUS LEISURE ERRAND OFFICE GADGET
    kalo aku udah gaada, kucing tolong dirawat
farewell: MY_LAST ; unless UNSERIOUS RESUME OFFICE FROM_OTHERS
    ini chat terakhir aku ya kak
farewell: CARE + KIN|PET|ME|HE + FOREVER|NO_LONGER|NO_RETURN|LAST|SORRY|PROMISE ; within 14 ; unless UNSERIOUS
  ERRAND OFFICE
    tolong jaga ibu, aku udah ga bisa jagain lagi
farewell: CARE + KIN|PET + PLEASE ; within 8 ; unless UNSERIOUS ORDINARY CHORE SHORTLY CLINIC
    tolong jaga ibu baik-baik
farewell: THANKS|SORRY + LEAVE|LAST|FOREVER ; within 8 ; unless UNSERIOUS ORDINARY COMMUTE SHORTLY CHORE GADGET
  CLINIC
    makasih udah nemenin sampai akhir
means: EACH + BELONGING|VALUABLES|PAPERS|ARRANGE ; within 10 ; unless UNSERIOUS ORDINARY CRAFT
    barang-barang udah aku kardusin, dikasih nama satu-satu
farewell: CHECKON + KIN|PET + NO_LONGER|SORRY|THANKS ; within 14 ; unless UNSERIOUS ERRAND OFFICE
    make sure mom eats. i cant be there anymore
farewell: TELL + KIN|HE|OTHERS + FEELING ; within 8 ; unless UNSERIOUS ORDINARY COMMUTE
    bilang ke ibu aku ga marah
farewell: NO_BLAME + YOU|ME|OTHERS ; within 8 ; unless UNSERIOUS LIFECHANGE EXAM OFFICE
    jangan salahin diri kamu ya abis ini
farewell: NO_MOURN + ME|SOON ; within 6 ; unless UNSERIOUS WORK EXAM ERRAND COMMUTE LEISURE OFFICE
    jangan cari aku
farewell: THANKS + SORRY + EVERYTHING ; within 16 ; unless UNSERIOUS ERRAND OFFICE RESUME
    makasih buat semuanya, maaf ga bisa jadi anak yang baik
farewell: BARE_GREET + FOREVER|LAST|REALLY|EVERYTHING|NO_RETURN ; within 8 ; unless UNSERIOUS ORDINARY
  SHORT_GREET
    pamit ya kak, kali ini beneran pamit
farewell: NO_RETURN + ME|SOON|JUSTLEFT ; within 5 ; unless UNSERIOUS ORDINARY COMMUTE HOME
    janji jagain nenek, aku ga akan pulang
farewell: NO_BOTHER + MORE|SOON|EVERYTHING|FOREVER ; within 8 ; unless UNSERIOUS OFFICE
    udah ga akan ngerepotin lagi abis ini
farewell: FORGIVEN + EVERYTHING|LEAVE|SOON|WILL ; within 8 ; unless UNSERIOUS OFFICE ERRAND
    maafin semua salah aku
farewell: BELONGING + HEIR|GIVE + NO_NEED|KIN|LAST|THEIRS ; within 7 ; unless UNSERIOUS ORDINARY CHORE
    motor buat adik, tabungan buat ibu
farewell: BEYOND|NOPAIN_PLACE ; unless UNSERIOUS FOODIE GRIEVED
    semoga di kehidupan berikutnya aku jadi anak kalian lagi
farewell: BEFORE_GO + WORDSOF|GREET|THANKS|SORRY|TELL|LIVEON|OTHERS ; within 12 ; unless UNSERIOUS ORDINARY
  COMMUTE
    I just wanted to hear one friendly voice before I go
farewell: TURN + ME ; within 2 ; unless UNSERIOUS ORDINARY CLINIC COMMUTE
    kandangnya sudah bersih, sekarang giliran saya
farewell: NO_NEED + DONE|MORE|SOON ; within 4 ; unless UNSERIOUS ORDINARY CLINIC EXAM GADGET FOODIE
    ambil saja bukuku, aku udah ga butuh
means: LIFE_INSURANCE + ME|KIN ; within 8 ; unless UNSERIOUS ADMIN ORDINARY CRAFT
    asuransi jiwa saya cukup buat anak-anak
means: RAILING + FREED|JUMP ; within 5 ; unless UNSERIOUS LEISURE CRAFT
    if I let go of this railing it's over
farewell: GRAVE + PLEASE|NOT ; within 5 ; unless UNSERIOUS GRIEVED THEIRS ORDINARY HOME
    tolong bacakan Yasin saja
farewell: SORRY|LOVE + TRIED ; within 5 ; unless UNSERIOUS ORDINARY EXAM COMMUTE GADGET
    I'm sorry mom, I tried to stay
farewell: LOCKOUT ; unless UNSERIOUS ORDINARY
    gw sayang lu. jgn telpon polisi
means: PAPERS + WRITE|ARRANGE|ROOM|DONE + KIN|OTHERS|ROOM ; within 8 ; unless UNSERIOUS FROM_OTHERS OFFICE CRAFT
  ERRAND
    surat buat ibu udah selesai aku tulis
means: VALUABLES + ARRANGE|GIVE|WRITE + KIN|OTHERS|EVERYTHING|ROOM ; within 10 ; unless UNSERIOUS ORDINARY CRAFT
    rekening udah aku kosongin ke adek
means: DATE + SET + ME|DONE ; within 6 ; unless UNSERIOUS ORDINARY EXAM CRAFT
    tanggalnya udah aku pilih
means: AT_DANGER ; unless UNSERIOUS ROUTINE ORDINARY COMMUTE CRAFT THEIRS
    lagi di bridge, mobil pada lewat ga ada yang stop
means: HIGHPLACE|WATER|TRACKSIDE + JUMP&!THEIRS|LOOKDOWN|CALLING|ALONE|COURAGE|NO_RETURN|FREED +
  ME|NOW|DONE|WISH ; within 10 ; unless UNSERIOUS LEISURE COMMUTE CRAFT ERRAND THEIRS ROUTINE
    sungai tinggal lompat, gw ngeliatin dari tadi
means: INTO_WATER ; unless UNSERIOUS LEISURE ERRAND CRAFT ROUTINE
    mau jalan terus ke tengah laut sampai ga keliatan
means: JUMP&!THEIRS&ENDS + WISH|WILL|COURAGE|NOW ; within 4 ; unless UNSERIOUS ORDINARY GADGET CRAFT REFUSED
    gw mau loncat
means: ROPE + HAVE|CHECKED|ROOM|DOOR|DONE|HANGPLACE|SOON ; within 6 ; unless UNSERIOUS ORDINARY CRAFT
    tali udah aku beli tadi siang
means: HANGPLACE + CHECKED|TIE|DONE|DOOR ; within 6 ; unless UNSERIOUS LEISURE CRAFT ORDINARY
    balok kamar kokoh, udah aku cek
means: DRUG + COLLECT|MANY + ROOM|HAVE|SWALLOW|DONE|ME ; within 10 ; unless UNSERIOUS CLINIC CRAFT
    obat mama semua udah aku kumpulin di meja
means: DRUG + DANGER + ME|HAVE ; within 12 ; unless UNSERIOUS CLINIC THEIRS CRAFT
    insulin ada di kulkas, gw tau yang mana yang bahaya
means: SWALLOWED_ALL + DAZED|DONE|NOW ; within 8 ; unless UNSERIOUS FOODIE CLINIC CRAFT
    aku udah minum semuanya, takut tapi lega
means: POISON + ROOM|SWALLOW|HAVE|ME ; within 8 ; unless UNSERIOUS CRAFT REFUSED THEIRS
    racunnya udah di tangan
means: BLADE|GUN + ROOM|SEALED|BATH|NOW|INSIDE&SEALED ; within 8 ; unless UNSERIOUS CRAFT ORDINARY
    cutter udah di meja, bak mandi udah keisi
means: GAS|GARAGE + SEALED|OPEN ; within 10 ; unless UNSERIOUS ORDINARY CRAFT LEISURE FOODIE
    kompor gas udah aku buka, jendela aku tutup semua
means: ANY_MEANS + ME|DONE|NOW + WISH|SOON|ANY_PARTING|TIRED|PEACE|ALONE|CALLING|COURAGE|ANY_END|DECIDE|DARKNESS
  ; within 12 ; unless UNSERIOUS ORDINARY CRAFT CLINIC COMMUTE REFUSED GADGET ROUTINE
    jembatannya tinggi, malam ini aku ke sana
farewell: ANY_END + OTHERS + ANY_PARTING ; within 12 ; unless UNSERIOUS ORDINARY COMMUTE GADGET CLINIC
    aku titip anak-anak, mulai besok aku udah ga bisa
means: JUST_STEP ; unless UNSERIOUS ORDINARY COMMUTE EXAM GADGET CRAFT
    tinggal nendang kursinya aja
methods: SEARCH + HOWTO + PAINLESS ; within 10 ; unless UNSERIOUS CLINIC CRAFT
    googling cara paling cepet dan ga sakit
methods: HOWTO + POISON|DRUG + SWALLOW|DEAD|MANY ; within 12 ; unless UNSERIOUS CLINIC CRAFT
    pembersih lantai kalau diminum berapa lama
means: DOOR + SEALED + INSIDE|DONE ; within 6 ; unless UNSERIOUS EXAM ORDINARY CRAFT GADGET
    pintu kamar udah dikunci dari dalam
self-harm: SELF_HARMED + ME|MORE|URGE|BLOOD|FEELINGLESS|ONPURPOSE ; within 12 ; unless UNSERIOUS CHORE CLINIC
  REFUSED ACCIDENT BYGONE
    tiap nilai jelek aku gores paha
self-harm: PAINWORD + ONLY|BETTERBE + FEELINGLESS ; within 12 ; unless UNSERIOUS CLINIC
    pain is the only thing that makes the noise go down
self-harm: BLOOD + CUT + MORE|ATTEMPT|ROOM|NOW ; within 12 ; unless UNSERIOUS CHORE CLINIC ACCIDENT
    bekas sayatan baru hilang, hari ini aku ulangi
self-harm: CUT&!THEIRS|HURTING&!THEIRS + BLOOD + ME ; within 6 ; unless UNSERIOUS CHORE CLINIC ACCIDENT REFUSED
    I scratch until I bleed
self-harm: BLOOD + SLEEVES + ME ; within 7 ; unless UNSERIOUS CHORE CLINIC ACCIDENT
    I've been hiding bandages under my work shirts
self-harm: CUTSELF&!THEIRS&!REFUSED + ME|MORE|CLEAN ; within 8 ; unless UNSERIOUS CHORE BYGONE THEIRS
    aku relapse kak, udah 3 bulan bersih
self-harm: BLOOD + BODY|URGE + FULL|SLEEVES|MORE ; within 10 ; unless UNSERIOUS CHORE CLINIC ACCIDENT
    bekas di lengan udah penuh
self-harm: BLOOD + FEELINGLESS|NOT + WISH|STOP|FULL ; within 8 ; unless UNSERIOUS CHORE CLINIC ACCIDENT GADGET
    klo ga liat darah gw ga bisa tenang, pengen lagi
self-harm: URGE + BLADE|CUT&!THEIRS|CUTSELF ; within 6 ; unless UNSERIOUS CHORE
    nahan dari tadi biar ga ngambil silet
someone in danger: KIN|HE + SWALLOW + HELPME ; within 14 ; unless UNSERIOUS CLINIC FOODIE
    adik saya minum sesuatu, mulutnya berbusa, tolong
someone in danger: KIN|HE + FOUND|UNREACHABLE|HELPME +
  GREET|ROPE|DRUG|BLADE|JUMP|HIGHPLACE|SORRY|CUTSELF|POISON|SUICIDE|JOIN|FOREVER ; within 18 ; unless UNSERIOUS
  ORDINARY CHORE CLINIC BYGONE GRIEVED
    my friend sent me a goodbye note and she's not picking up
violence: THEY_HIT + KIN|HE ; within 8 ; unless UNSERIOUS UNREAL BYGONE
    ayah mukulin aku lagi
violence: IM_HIT ; unless UNSERIOUS UNREAL BYGONE
    aku dikunciin di gudang sama om
violence: WEAPON + KIN|HE + HIDING|THREAT|THROAT|ME|NOW|OUTSIDE ; within 10 ; unless UNSERIOUS CHORE ORDINARY
    dia bawa golok di depan pintu kamarku sekarang
violence: CHOKED ; unless UNSERIOUS UNREAL
    he put his hands on my throat
violence: HE|KIN + HIDING + DOOR + ME ; within 14 ; unless UNSERIOUS ORDINARY CHORE
    my dad broke down the door, I'm hiding in the closet
violence: HE|KIN + HIDING|DRUNK + ME + HITS|ABUSED|THREAT|SEALED|BLOOD ; within 16 ; unless UNSERIOUS
    papa mabuk dan ngancam, aku sembunyi
"""
