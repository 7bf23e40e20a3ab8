"""Words of harm and its means, by meaning.

The notation is explained in `vocabulary.py`.
"""

WORDS = """
HURT
  sakiti (meny|ny|)akiti(n|) menyakiti nyakitin sakitin nyakiti myakiti nyakitn
  lukai (me|nge|)lukai(n|) lukain ngelukain melukai
  punch punching starve starving slap slapping choke
  hancurin ngehancurin menghancurkan rusak merusak sufocate strangle
  siksa (meny|ny|)iksa siksain
  gigit (ng|meng|)gigit cakar nyakar mencakar sundut nyundut menyundut tonjok nonjok nonjokin jambak menjambak
  cubit nyubit (ny|c)ubitin
  pukul (me|)mukul(in|i|) pukulin mukulin hajar tampar nampar
  celakai mencelakai celakain
  hukum menghukum
  hurt hurting harm harming injure injuring punish burn burned burning scratch scratching hit hitting beat cut
  cutting cuting
INJURE
  lukai lukain ngelukain melukai menyakiti nyakitin sakitin nyakiti siksa nyiksa
SELFHARM
  selfharm self_harm self_harming selfharming selfharmed self_injury self_mutilation sh_lagi
  barcode
CUT
  sayat (me|)nyayat menyayat menyayatnya sayatin nyayat nyayatin sayatan
  silet (me|)nyilet siletin nyiletin
  iris mengiris ngiris ngirisin irisin
  gores (meng|ng|)gores(in|) ngegores ngegoresin goresin
  baret ngebaret baretin slice slicing sliced ukir (me|)ngukir nyeset carve carved carving
  sobek cut cuting cutting slit sliting slitting slash slashing
CUTSELF
  sayat (me|)nyayat silet (me|)nyilet cutting cuting sayat_sayat sayat2
CUTVERB
  nyilet menyilet nyayat menyayat nyiletin nyayatin
CHOP
  potong motong memotong potongin gunting putusin mutusin memutus gorok
SCRATCH
  garuk ngegaruk menggaruk cakar nyakar mencakar scratch scratched scratching burn burned burning bite biting
  cubit nyubit nyubitin gigit
SCALD
  air_panas
POUND
  pukul (me|)mukul(in|i|) pukulin mukulin jedotin benturin tonjok nonjok
BANG
  benturin bentur (mem|)benturkan ngebenturin jedotin jedukin banging bang
URGE
  urge urges craving dorongan
RELAPSE
  relapse relapsed kambuh
RESIST
  nahan tahan menahan resist
LIKE
  suka senang like love seneng
BODY
  tangan tgn lengan pergelangan nadi urat_nadi urat paha betis kulit pergelangan_tangan tubuh badan perut muka
  wajah pipi
  wrist wrists arm arms thigh thighs skin leg legs vein veins
HAND
  tangan hand hands genggaman
VEIN
  nadi urat urat_nadi pergelangan pergelangan_tangan wrist wrists vein veins
NECK
  leher neck throat tengorokan
KNEES
  kepala head
KNIFEHEAD
  kepala head leher neck jantung heart dada chest
WALL
  tembok dinding wall
WOUND
  luka bekas cuts scars lukaku
CUTS
  cuts sayatan goresan
BLOOD
  darah blood darahku
BLEED
  bleed bleeding berdarah
LINE
  garis barcode
HARMTOOL
  jarum peniti needle
  rokok silet pisau cutter lilin korek lighter cigarette knife razor blade
BLADE
  senjata weapon golok parang celurit clurit
  pisau silet cutter knife razor blade gunting pistol gun pecahan_kaca
LOADED
  loaded
HANG
  gantung (meng|ng|)gantung gantungin gntung hang hanging hanged
ROPE
  tali tali_tambang tambang rope noose pistol gun senapan silet cutter racun sianida baygon
TIEUP
  kabel sabuk ikat_pinggang belt dasi selendang sarung kain tambang tali rope ikat scarf
NOOSE
  simpul noose
INSTALL
  pasang iket ikat tie tied gantung
JUMP
  loncat (me|)loncat loncatin lompat (me|)lompat terjun trjun melompat ngelompat njegur nyemplung nyebur mencebur
  jump jumping jumped leap leaping
  (jump|jumping)_in_front
ALMOST
  hampir nyaris almost nearly
STEP
  langkah selangkah step
FALL
  jatuh fall
CLIMB
  panjat manjat naik climb climbed climbing
RAILING
  pagar railing pembatas
WRONGSIDE
  wrong_side_of_the_railing wrong_side_of_railing
OUTSIDE
  luar
HIGH
  jpo parkiran bendungan dermaga air_terjun tower gedung jembatan atap rooftop balkon jurang lantai tebing menara
  apartemen apart flyover ketinggian jendela
  kos_lantai
  bridge building roof balcony clif cliff ledge window floor tower overpass
ROOF
  atap rooftop roof genteng atap_gedung
LEDGE
  ledge
EDGE
  pinggir tepi ujung pinggiran ledge edge
UPTHERE
  atas sini sana ketinggian here there
ATTHETOP
  paling_atas
STAND
  berdiri di_atas standing
RAIL
  rel kereta krl mrt rel_kereta train trains track tracks truk truck bus traffic jalan_tol laut sungai waduk ombak
  rawa sumur danau
RAILS
  rel rel_kereta train_tracks railway
TRACKS
  rel rel_kereta track tracks (jalan|jalanan)_(tol|raya) tengah_jalan
LIE
  tiduran berbaring rebahan tidur lie lying laying baringan
WALK
  jalan walk walking step berdiri stand
CRASH
  nabrakin menabrakkan nabrakkan tabrakin tabrakkan menabrakan throw throwing lemparin melempar crash ngelempar
  jatuhin menjatuhkan
RAM
  nabrak menabrak tabrak
DRIVE
  nyetir drive driving
TREE
  pohon tree wall tembok
HITBY
  ketabrak ditabrak tertabrak kelindes dilindes dilindas kelindas digilas walk_into_traffic kecelakaan kesamber
  kesambar_petir
  hit run_over
DROWN
  tenggelamin tenggelamkan menenggelamkan (n|t)enggelemin nenggelamin drown drowning
SINK
  tenggelam sink
SHOOT
  setrum nyetrum colok nyolok tembak nembak menembak shoot shooting tusuk nusuk menusuk cekek nyekek mencekek
  gorok menggorok ngegorok stab stabbing tikam bakar membakar cekik mencekik
BULLET
  peluru bullet
OVERDOSE
  overdosis overdose overdosing overdosed overdos od odin ngeod
POISON
  portas gramoxone gramokson paraquat potasium soda_api air_keras air_aki karbit so_klin rinso sunlight super_pel
  porselen hit_semprotan
  racun_(rumput|hama|serangga|nyamuk|ular|semut) obat_(hama|rumput|serangga) pembasmi_(hama|serangga)
  racun baygon bygon racun_tikus sianida pemutih bleach pestisida insektisida obat_nyamuk cairan_pembersih
  pembersih_(lantai|toilet|wc) autan sofel sabun_cair bensin spirtus spiritus tiner oli kapur_barus deterjen potas
  arsenik hit_semprot wipol bayclin
  poison cyanide detergen detergent karbol porstex
PILL
  obat pil pill pills obat2an obat_obatan tablet kapsul obat_tidur butir alprazolam diazepam dumolid tramadol
  klonazepam clonazepam sertraline fluoxetine antimo ctm valium amoxicilin dextro obat_penenang antidepresan
  antidepresant antidepresants
  lithium paracetamol parasetamol paramex bodrex mixagrip tylenol advil ibuprofen aspirin panadol xanax meds
  medication medicine sleeping_pills
INSULIN
  insulin
MANY
  semua semuanya seluruh sebotol sekotak botol banyak sebanyak sebanyaknya segenggam sekaligus puluhan
  all al whole many lots bottle handful bunch
UNIT
  gengam lembar biji strip pack packs sachet kotak box botol bottle papan
DRINK
  minum minm meminum mnum tenggak nenggak menenggak drink drank drinking
  nguntal untal telan nelan nelen menelan telen diminum ditelan
  swallow swalow swallowed swalowed swallowing swalowing take took taking taken
MIX
  oplos ngoplos campur nyampur mixing mixed mix
POUR
  siram nyiram guyur menyiram
GAS
  gas arang charcoal
EXHAUST
  knalpot exhaust
PLASTIC
  plastik plastic kresek bag
ROOM
  kamar room
INFRONT
  depan front
COLLECT
  ngumpulin kumpulin kumpulkan mengumpulkan nyetok nimbun saving hoarding stashing collecting stockpiling
HOLD
  pegang megang memegang genggam holding hold held
READY
  pesen mesen order ordered checkout
  siap siapin nyiapin menyiapkan siapkan sediain disiapin disiapkan beli ngebeli dibeli prepared ready bought have
HOW
  cara caranya cr crnya gimana gmn gmana gimna bagaimana bgmn metode
  how way ways method methods
SEARCHED
  riset googling google nyari cari search searched searching researched research
HOWMANY
  berapa brp brapa
  how_(many|much|high|long)
DOSE
  dosis dosisnya takaran dose dosage brp_dosis
PAINLESS
  painless painlessly tanpa_(sakit|rasa_sakit) tidak_sakit tidak_nyakitin paling_gampang quick quickest easiest
  fastest termudah paling_cepat
LETHAL
  mematikan lethal fatal letal
HITTING
  pukul (me|)mukul(in|i|) pukulin mukulin nampar tampar menampar nendang tendang menendang nendangin hajar
  ngehajar menghajar
  gebuk(in|) ngegebukin siksa (meny|ny|)iksa aniaya menganiaya nyekik mencekik cekik ngebacok bacok membacok
  nyiram
  hit hits hitting beat beats beating slap slaps slapped kick kicks kicked punch punches punched choke chokes
  choked strangle strangled abuse abuses abused
PASSIVE
  dipukul(i|in|) ditampar(in|) ditendang(in|) dihajar disiksa dianiaya dicekik ditusuk dibacok dikeroyok
  digebuk(in|) diperkosa
  dilecehkan dilecehin dicabuli disekap dikurung diculik diancam dibunuh ditodong di_abuse diabuse dijual disundut
  dipaksa_melayani dikunci dikunciin dijambak diseret diperas diraba digrepe dibuntuti
  raped abused molested assaulted kidnapped threatened beaten stalked strangled
RAPE
  perkosa memperkosa merkosa cabuli mencabuli lecehin melecehkan rape rapes raped molest molested molests
TOUCH
  raba meraba ngeraba raba_raba grepe grepein pegang_pegang megang_megang nyentuh menyentuh touches touching
  touched
LOCK
  locked lock locks kurung ngurung sekap nyekap mengurung menyekap
STALK
  stalking stalks nguntit menguntit ngikutin_terus
THREATEN
  ngancam mengancam ngancem ancam threatened threatens threatening nodong menodong todong
VIOLENCE
  kdrt domestic_violence abusive
CHASED
  dikejar chased chasing
PUSH
  dorong ngedorong mendorong pushed pushes
DRAG
  seret nyeret jambak jambakin dragged
FORCE
  dipaksa maksa memaksa forced forces forcing
SEX
  sex seks berhubungan (hubungan|berhubungan)_(badan|intim|seks) having_sex
SPREAD
  rekam ngerekam sebar nyebarin sebarin menyebarkan leak
VIDEO
  video foto bugil nudes photos
CHAIR
  kursi bangku chair stool
COUNT
  hitung ngitung menghitung counted count
STEAL
  ambil ngambil curi nyuri mencuri steal stole
BATHROOM
  kamar_mandi bathroom bathtub bak
ONPURPOSE
  sengaja purpose
HELMET
  helm helmet
WAITING
  nunggu menunggu tunggu waiting
MAKEUP
  rambut hair
PULL
  cabut cabutin mencabut pull pulling
HANGPLACE
  plafon plafond kusen ventilasi kipas pohon tiang langit_langit ceiling fan beam pipa pintu
TIECLOTH
  seprai sprei selimut kain sarung gesper sabuk kabel selendang
PLAN
  rencana rencanaku plan plans
SET
  matang bulat siap beres ready set fix
"""
