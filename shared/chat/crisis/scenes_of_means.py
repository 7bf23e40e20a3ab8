"""Scene rules of means and plans: places, things, dates and questions about methods.

The notation is explained in `scene_rules.py`.
"""

SCENES = """
means: TRAIN_COMES + LAST|SOON|DATE|ALONE|SET|ME ; within 8 ; unless UNSERIOUS ORDINARY COMMUTE ROUTINE CRAFT
    kereta terakhir lewat jam sebelas, aku hafal jadwalnya
means: ORDERED + ROPE|POISON|DRUG|BLADE|DONE&ENDS|SOON ; within 10 ; unless UNSERIOUS ORDINARY CRAFT FOODIE
  CLINIC
    what I ordered arrives on Tuesday, then it's done
means: WAIT_COURAGE ; unless UNSERIOUS ORDINARY LIFECHANGE EXAM CRAFT
    aku cuma nunggu keberanian aja
means: BOTTLE + HIDDEN + ME|ROOM ; within 7 ; unless UNSERIOUS ORDINARY CRAFT CLINIC FOODIE
    botol itu kubungkus, kusimpan di laci
means: EACH + BELONGING|VALUABLES|PAPERS|ARRANGE ; within 10 ; unless UNSERIOUS ORDINARY CRAFT
    barang-barang udah aku kardusin, dikasih nama satu-satu
means: LIFE_INSURANCE + ME|KIN + INSURED_FOR ; within 8 ; unless UNSERIOUS ADMIN ORDINARY CRAFT
    asuransi jiwa saya cukup buat anak-anak
means: RAILING + FREED|JUMP ; within 5 ; unless UNSERIOUS LEISURE CRAFT
    if I let go of this railing it's over
means: PAPERS + WRITE|ARRANGE|ROOM|DONE + KIN|OTHERS|ROOM ; within 8 ; unless UNSERIOUS FROM_OTHERS OFFICE CRAFT
  ERRAND ADMIN
    surat buat ibu udah selesai aku tulis
means: VALUABLES + ARRANGE|GIVE|WRITE + KIN|OTHERS|EVERYTHING|ROOM ; within 10 ; unless UNSERIOUS ORDINARY CRAFT
    rekening udah aku kosongin ke adek
means: DATE + SET + ME|DONE ; within 6 ; unless UNSERIOUS ORDINARY EXAM CRAFT
    tanggalnya udah aku pilih
means: AT_DANGER ; unless UNSERIOUS ROUTINE ORDINARY COMMUTE CRAFT THEIRS COMPANY
    lagi di bridge, mobil pada lewat ga ada yang stop
means: HIGHPLACE|WATER|TRACKSIDE + JUMP&!THEIRS|LOOKDOWN|CALLING|ALONE|COURAGE|NO_RETURN|FREED + ME|NOW|DONE|WISH ;
  within 10 ; unless UNSERIOUS LEISURE COMMUTE CRAFT ERRAND THEIRS ROUTINE COMPANY
    sungai tinggal lompat, gw ngeliatin dari tadi
means: INTO_WATER ; unless UNSERIOUS LEISURE ERRAND CRAFT ROUTINE COMPANY
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
means: POISON + ROOM|SWALLOW|HAVE|ME ; within 8 ; unless UNSERIOUS CRAFT REFUSED THEIRS BYGONE
    racunnya udah di tangan
means: BLADE|GUN + ROOM|SEALED|BATH|NOW|INSIDE&SEALED ; within 8 ; unless UNSERIOUS CRAFT ORDINARY
    cutter udah di meja, bak mandi udah keisi
means: GAS|GARAGE + SEALED|OPEN ; within 10 ; unless UNSERIOUS ORDINARY CRAFT LEISURE FOODIE
    kompor gas udah aku buka, jendela aku tutup semua
means: ANY_MEANS + ME|DONE|NOW + WISH|SOON|ANY_PARTING|TIRED|PEACE|ALONE|CALLING|COURAGE|ANY_END|DECIDE|DARKNESS ;
  within 12 ; unless UNSERIOUS ORDINARY CRAFT CLINIC COMMUTE REFUSED GADGET ROUTINE FOODIE COMPANY
    jembatannya tinggi, malam ini aku ke sana
means: JUST_STEP ; unless UNSERIOUS ORDINARY COMMUTE EXAM GADGET CRAFT
    tinggal nendang kursinya aja
means: DOOR + SEALED + INSIDE|DONE ; within 6 ; unless UNSERIOUS EXAM ORDINARY CRAFT GADGET
    pintu kamar udah dikunci dari dalam
methods: SEARCH + HOWTO + PAINLESS ; within 10 ; unless UNSERIOUS CLINIC CRAFT
    googling cara paling cepet dan ga sakit
methods: HOWTO + POISON|DRUG + SWALLOW|DEAD|MANY ; within 12 ; unless UNSERIOUS CLINIC CRAFT
    pembersih lantai kalau diminum berapa lama
means: PRETEXT + ROPE|DRUG|POISON|BLADE|GIVE|PHARMACY ; within 14 ; unless UNSERIOUS
    beli obat di tiga toko, biar ga ditanya
means: NOT_AS_USUAL + ME|WAIT_QUIET|LAST|TRACK|ANY_MEANS ; within 8 ; unless UNSERIOUS WORK OFFICE
    nunggu kereta, bukan buat naik
means: HOTEL + ALONE + NOT ; within 10 ; unless UNSERIOUS ORDINARY
    nginep di hotel sendirian, nggak bawa baju ganti
means: HOTEL + NOT_USED ; within 12 ; unless UNSERIOUS
    udah booking hotel, baju gantinya ga bakal kepake
means: RAILING|HIGHPLACE + OUTSIDE + BODY|STANDING|ME ; within 6 ; unless UNSERIOUS ORDINARY CRAFT COMPANY ROUTINE
    kakiku udah di luar pagar
means: WORN + TAKENOFF + RAILING|HIGHPLACE|TRACKSIDE|WATER ; within 12 ; unless UNSERIOUS ORDINARY CRAFT COMPANY
    sandal aku lepas, aku taruh di pinggir jembatan
means: PARKED + WATER|HIGHPLACE|TRACKSIDE + ALONE|MIDDLE|HERE|LATELY ; within 12 ; unless UNSERIOUS ORDINARY CRAFT
  COMPANY
    I parked by the river, engine off, nobody around
means: SWALLOW + ATONCE + MANY ; within 5 ; unless UNSERIOUS FOODIE CRAFT
    minum semuanya sekaligus aja ya
means: GUN + ROOM|HAVE|KNOWS|SEALED|OPEN ; within 8 ; unless UNSERIOUS WORK
    pistol ayah ada di lemari, aku tau kuncinya
means: POISON + BOTTLE|LEFTOVER ; within 8 ; unless UNSERIOUS CRAFT REFUSED THEIRS BYGONE
    racun sisa kemarin masih setengah botol
means: BLADE|DRUG|ROPE|POISON|GUN + TYPING ; within 9 ; unless LAUGH GAME MEDIA TOPIC
    pisau di sebelahku sambil ngetik ini
means: HOUSE_EMPTY + GUN|BLADE|DRUG|ROPE|POISON|GAS|DOIT|DECIDE|RIGHTTIME ; within 12 ; unless UNSERIOUS CHORE
    rumah kosong, waktu yang pas
means: THEY_SLEEP|THEY_REST + GAS|DRUG|BLADE|ROPE|POISON|HIGHPLACE ; within 10 ; unless UNSERIOUS CLINIC FOODIE
    pas semua tidur, aku ke dapur, gasnya udah baru
means: DONE + WHERE + WHENWORD ; within 7 ; unless UNSERIOUS ORDINARY EXAM CHORE GADGET FOODIE CLINIC LIFECHANGE
    udah tau mau di mana dan kapan
means: COLLECT + DAYS + JUSTLEFT ; within 6 ; unless UNSERIOUS ORDINARY EXAM CHORE GADGET FOODIE CLINIC LIFECHANGE
  BODILY
    aku ngitung hari, tinggal empat
means: JUSTLEFT + STEPWORD + LAST|ONE|ROOM|HANGPLACE ; within 5 ; unless UNSERIOUS ORDINARY EXAM CHORE GADGET FOODIE
  CLINIC LIFECHANGE COMMUTE
    semua beres, tinggal langkah terakhir
means: SPARE_THEM + VALUABLES|PAPERS|WRITE|ARRANGE ; within 16 ; unless UNSERIOUS OFFICE WORK
    pin atm aku catat, biar istri gak bingung nanti
means: INSURANCE + SELFDOING ; within 14 ; unless LAUGH GAME MEDIA WORK
    polis tetap dibayar walau karena perbuatan sendiri?
means: RIDE + ONPURPOSE|IF_HIT ; within 10 ; unless UNSERIOUS CHORE
    sengaja ga pake helm
means: FIND_ME + SOTHAT|SOON|BEFORE|ROOM ; within 9 ; unless UNSERIOUS ORDINARY LIFECHANGE
    kunci aku taruh di pot, biar orang gampang nemuin aku
means: NOT_KNOWN + SOMEWHERE|HERE|SEALED|ALONE + ME ; within 9 ; unless UNSERIOUS ORDINARY EXAM
    aku di tempat yang nggak ada yang tau
means: CHAIR + ROPE|HANGPLACE|KICK ; within 8 ; unless UNSERIOUS CRAFT LEISURE
    kursi udah di bawah balok
means: GRAVE + WRITE|WHERE|PHOTO ; within 6 ; unless UNSERIOUS ORDINARY GRIEVED
    udah nulis mau dikubur di mana
means: IF|AFTER + CALLHELP + JUMP|DOIT|VANISH ; within 8 ; unless UNSERIOUS
    kalau kamu telpon polisi aku langsung loncat
"""
