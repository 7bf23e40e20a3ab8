"""Concepts of means, of places of danger, of self-harm and of violence.

The notation is explained in `concepts.py`.
"""

WORDS = """
HIGHPLACE
  rd_floor th_floor penthouse atap rooftop jembatan gedung tebing jurang menara balkon flyover jpo ketinggian tower
  roof bridge ledge cliff balcony overpass skyscraper pier dermaga bendungan genteng
FLOORED
  lantai floor tingkat
NUMBERED
  belasan puluhan dua_puluh
TOPMOST
  atas paling_atas top teratas
EDGE
  tepi pinggir bibir pinggiran ujung edge railing pagar pager pembatas barrier rail ledge
RAILING
  pagar pager pembatas railing rail barrier fence
WATER
  sungai laut waduk pantai sumur danau bendungan river sea ocean water lake dam well beach pond ombak pinggir_kali
  reservoir muara turun_ke_air masuk_ke_air into_the_water
DEEP
  dalem dalam deep tinggi_airnya gedhe
CALLING
  walk_back walking_back keep_going_back go_back_to dream_about manggil memanggil panggil calling kind tempted
  tempting menggoda tergoda inviting menatap natap ngeliatin menimbang menimbang2 pandangi memandangi mandangin
  staring ngeliat liat lihat
MIDDLE
  tengah middle
INTO
  into ke masuk in
NOT_SWIM
  ga_bisa_renang ga_bisa_berenang cant_swim tidak_bisa_renang tidak_bisa_berenang
TRACKSIDE
  rel peron tracks track railway platform crossing palang_pintu
ON
  di on at ke to naik atas nang
ROPE
  tali talinya tambang simpul seutas noose rope jerat tampar
HANGPLACE
  kusen balok plafon palang beam pohon langit_langit kayu_atap belt sabuk ikat_pinggang selendang scarf ventilasi
  gantungan wit lampu_gantung ceiling
TIE
  ngiket iket mengikat ikat tie tied around hang gantung
DRUG
  obat obatnya obat2 pil pilnya pill pills meds medication medicine tablet tablets kapsul strip setrip insulin xanax
  paracetamol panadol valium antidepresan antidepressants sleeping_pills penenang obat_tidur sleeping_pill resep
POISON
  racun racunnya baygon bygon portas potas sianida cyanide bleach pemutih insektisida insecticide pestisida pesticide
  pembersih_lantai pembersih_toilet obat_nyamuk obat_rumput obat_hama rat_poison poison racun_tikus antifreeze karbol
  wipol hit_semprot porstex herbisida gramoxone
BLADE
  pisau pisaunya piso cutter silet gunting knife razor razors blade blades scissors beling pecahan_kaca box_cutter
GUN
  pistol gun senapan senpi firearm revolver
GAS
  gas gasnya elpiji arang charcoal knalpot exhaust kompor carbon_monoxide tabung
GARAGE
  garasi garage
OPEN
  buka kubuka dibuka nyala nyalain open opened turned_on running
SEALED
  kunci dikunci kekunci ngunci gembok digembok ganjel ganjal tutup ditutup rapet rapat locked lock shut closed sealed
  close terkunci
DOOR
  pintu pintunya door jendela window kamar room bathroom kamar_mandi toilet
INSIDE
  dalam dalem inside myself aku gw gue saya kukunci i
BATH
  bak bathtub bath tub kamar_mandi bathroom toilet
ROOM
  gudang pocket closet trunk box kotak bungkusnya desk kamar kasur bed bantal laci drawer lemari meja nightstand
  kulkas pillow lap tangan hand pinggang hands saku depan front sebelah samping bagasi leher neck koper map beras
  balik behind kolong cupboard attic shelf rak sink bathroom wastafel
HAVE
  ada punya pegang megang genggam nyimpen simpan nyimpan menyimpan kusimpan sembunyiin bawa beli dibeli membeli pesen
  dateng datang siapin nyiapin ambil ngambil bought buy got hold holding keep kept hide hidden nyiapke kubungkus hoard
  ordered arrived stash sisihkan siap seutas tes
COLLECT
  ngumpulin kumpulin kumpulkan mengumpulkan sisihin sisihkan menyisihkan nabung nimbun saving stockpile stockpiled
  collect collected hoarding line_up lined lining jejerin jejer hitung ngitung menghitung count counted counting stock
  stok nyetok stash stashing stashed timbun menimbun ngitungin itungin rows
MANY
  semua semuanya banyak sebotol sekotak satu_strip dua_strip segenggam sekaligus all many handful bottle whole
  everything cukup puluhan lots setrip_demi_setrip
SWALLOW
  minum diminum minumin meminum telan nelan nelen ditelan telen teguk tenggak nenggak drink drank drinking swallow
  swallowed took taking taken overdosed
DAZED
  dizzy kesemutan lemes pusing ngantuk mual takut lega tenang berbusa pingsan sleepy numb
CHECKED
  cek ngecek dicek tes test tested measured ukur diukur kuat kokoh checked works practice practiced latihan tinggi
ALONE
  wind windy anginnya_kencang sendirian sepi alone nobody no_one kosong tidak_ada_orang tidak_ada_siapa
  tak_ada_orangnya tidak_ada_yang unlocked gelap dark kebuka terbuka ga_dikunci angin anginnya no_seatbelt bawahnya
  ga_bawa stop berhenti no_destination
LOOKDOWN
  bawah bawahnya down below
STANDING
  berdiri duduk naik manjat panjat tiduran rebahan standing stand sitting sit stood climb climbed climbing lying
CLIMBING
  naik manjat panjat climb climbed climbing past over lewat
JUMP
  loncat lompat terjun nyemplung jump jumping jumped leap step_off melangkah langkah selangkah let_go nyebur terjunin
  jatuhin throw_myself tenggelam lepas
KICK
  nendang tendang menendang kick
SEARCH
  googling google cari nyari mencari browsing riset search searched research researched baca_baca looked_up ngegoogle
HOWTO
  cara caranya gimana gmn bagaimana how way ways method metode berapa brp
PAINLESS
  sakit cepet cepat painless painlessly quick quickest fastest gampang
DANGER
  bahaya mematikan lethal fatal berbahaya dosis dosage dose deadly sekaligus
BODY
  kuku fingernails nails jariku tangan tgn lengan pergelangan nadi urat paha betis kulit leher kaki perut muka wajah
  pipi kepala badan dada dahi bahu jari punggung tubuh jidat rambut wrist wrists arm arms thigh thighs skin leg legs
  neck stomach face head hand hands body chest forehead shoulder knuckles hips ankle hair
CUT
  sayat nyayat menyayat sayatan silet nyilet menyilet disilet gores ngegores menggores goresan iris ngiris mengiris
  baret beset nyeset cut cuts cutting slit slice slicing carve carved carving slash slashed ukir ngukir
CUTSELF
  nyilet nyayat menyayat cutting self_harm selfharm self_harming relapse relapsed kambuh nyakitin_diri nyakiti_diri
  menyakiti_diri melukai_diri ngelukain_diri lukai_diri hurt_myself harm_myself hurting_myself cut_myself
HURTING
  press pressed pressing tekan menekan scratch pukulin ngelukain pukul mukul mukulin memukul memukuli tampar nampar
  bentur benturin membenturkan jedotin jedukin tonjok ninju gigit nyubit cubit cakar nyakar garuk cabut cabutin
  nyabutin tusuk nusuk menusuk tusukkan bakar membakar nempelin tempelin menempelkan tempelkan kutempelkan tetesin
  netesin neteskan sundut nyundut kelupasin ngelupas jambak tarik kutarik lukai melukai kulukai sakiti menyakiti
  nyakitin nyakiti hukum menghukum menyiksa nyiksa punch punched bang banging scratching burn burned burning bite
  biting laparkan slap slapping pinch pull pulling starve starving pick picking hurt hurting harm harming punish stab
  hit hitting
IRON
  hot_spoon sendok_panas besi_panas setrika lilin rokok korek air_panas jarum peniti pentul penggaris catok
  hair_straightener straightener iron lighter cigarette candle needle match silet razor blade
BLOOD
  bandage bandages perban stitches jahitan bleed berdarah nanah darah darahnya bleeding bled blood luka lukanya wound
  wounds scar scars bekas biru lebam memar bruise bruises raw garis mess sayatan cuts silet line
FULL
  penuh full kosong tempat new baru nambah more deep dalem dalam berhenti stop kecil number usual line lines
SLEEVES
  lengan_panjang kemeja_panjang berkemeja_panjang celana_panjang celana_pendek sleeves hoodie nutupin menutupi hide
  hiding cover
URGE
  nahan tahan menahan urge urges dorongan kecanduan nagih craving addicted keinginan pengen pengin pgn want ingin
CLEAN
  bersih clean streak
FEELINGLESS
  mati_rasa numb feel_something kebas hampa noise diem tenang lega sakit pain ngerasa berasa kerasa sadar tidur
ONPURPOSE
  sengaja deliberately on_purpose intentionally
ACCIDENT
  kegores kebentur kebakar keiris kejepit accidentally oven stove cupboard paper_cut kucing cat paku minyak pintu main
  futsal football soccer
HITS
  pukul pukulin pukuli mukul mukulin memukul memukuli tampar nampar menampar tendang nendang menendang hajar ngehajar
  menghajar cekik nyekik nyekek mencekik siksa menyiksa nyiksa jambak menjambak seret menyeret gebuk gebukin banting
  ngebanting siram menyiram perkosa memperkosa nyiram keroyok aniaya hit hits hitting beat beats beating slap slapped
  slaps kick kicked kicks choke choked chokes strangle strangled punched punches shoved shoves dragged raped rapes
  molests molested burns grabbed pinned throws
ABUSED
  dipukul dipukulin dipukuli ditampar ditendang dihajar dicekik disiksa dijambak diseret digebuk digebukin dibanting
  dilempar diperkosa dilecehkan dikeroyok dikurung dikunciin disekap diancam diancem dipukulka beaten raped abused
  molested choked strangled kdrt digerayangi dilempari dihabisin dihabisi dibacok dibunuh
WEAPON
  bat batu stik bensin parang golok celurit clurit palu pisau piso senjata pistol kapak balok hammer knife gun machete
  belt sabuk axe gesper pesona linggis
THREAT
  ancam ngancam ngancem mengancam diancem diancam threat threatens threatened threatening kejar ngejar ngejar2 dikejar
  mengejar ngamuk mengamuk nodong bunuh membunuh kill kills finish chase chasing chased maehan marah diasah
HIDING
  sembunyi ngumpet bersembunyi hiding hide kabur escape digembok terkunci dikunci locked
DRUNK
  mabok mabuk drunk
THROAT
  leher neck
UNREACHABLE
  tidak_diangkat tidak_angkat tidak_dibales tidak_bales tidak_aktif picking_up not_answering reach mengurung ngurung
  locked_himself locked_herself buka_pintu mendobrak hilang_kontak terkunci pamit
HELPME
  tolong gimana gmn harus_apa harus_gimana harus_ngapain harus_hubungi what_do_i_do what_should_i_do panik panic takut
  scared piye kudu_piye berbusa
FOUND
  nemu nemuin menemukan found liat lihat saw kirim ngirim mengirim sent texted posted bilang ngomong ngomongin nelpon
  menelepon nulis menulis telepon wrote told says said cerita livestreaming story katanya ngancem bicara barusan
WALL
  tembok dinding wall lantai meja cermin mirror kaca pintu
TRACK
  train kereta krl mrt
PASSES
  passes lewat melintas comes arrives berhenti stop schedule jadwal
ORDERED
  ordered order pesanan paket kurir package delivery
BOTTLE
  botol botolnya bottle vial
HIDDEN
  kubungkus kusimpan kusiapkan siapkan simpan sembunyi nyimpen nyembunyiin hidden hid hide kept stash
HANDS
  hands hand tangan tangannya
INSURED_FOR
  cukup enough kalau kalo if mati meninggal cair dibayar bayar pays covers pay die dies sampai masih worth tunggu aman
  jalan
PHARMACY
  apotek pharmacy warung_obat drugstore
HOTEL
  hotel penginapan losmen motel kamar_sewaan
WORN
  sepatu sendal sandal helm jaket shoes jacket tas bag kacamata glasses coat
TAKENOFF
  kulepas lepas off folded lipat kulipat taruh kutaruh copot
PARKED
  parkir kuparkir parked pull_over pulled_over berhentiin engine_off
DESCEND
  turun masuk nyebur menceburkan walk walking jalan step
WATERBODY
  air laut sungai danau water sea river lake ocean
RISING
  pasang dalem dalam deep gelap dark
ATONCE
  sekaligus at_once langsung_semua in_one_go all_together
LEFTOVER
  sisa tersisa left setengah leftover
SELFDOING
  perbuatan_sendiri that_case suicide_clause bunuh_diri meninggal_karena
INSURANCE
  asuransi insurance polis policy_pays
RIDE
  helm helmet rem brake brakes seatbelt sabuk_pengaman nengok noleh kanan_kiri lampu_merah guardrail
CHAIR
  kursi bangku stool chair kursinya
ENTERS
  masuk_kamar masuk_kamarku (comes|came)_into_my_room masuk_ke_kamarku
MIDNIGHT
  malam malem night tengah_malam
THREATENS
  lapor ninggalin putus leave report tell
"""
