"""Everyday words that resemble a known word. No typing error is looked for in them."""

EVERYDAY = """
  shaking pinjaman pinjam above acara acros action adalah adanya adiction adiku adil admin afternon against agak
  agar ages ago agre ahead
  air akal akhir akhirnya aktif akuarium alam alamat alat alergiku along although aman amazing among amount
  anaknya anaku angap angin angry animal anjingku another antara anyone anyway apalagi apapun apartemenku
  aplikasinya aply apotek april arah area arive art asap ask atau ate atur awal awas away ayo babak baby back bag
  bagi bagian bagus bahan bahasa bahuku bahwa baik baju bal balas bales bali banding bandung banga bangs bangsa
  bank bantal bapaku barus basah base basic batal batas baterainya bath batrei batu bawah bayar beach beautiful
  become beda bedah begin begini begitu behind bekerja bela belakang belanja believe below benda bentol bentuk
  berangkat berani berantakan beras berbuat bercanda beres beri berikutnya berjalan berjuang berkah berlari
  banting setir bermain bermaksud bersalah berubah besar beside best betul betwen biasa biasanya bibir big bijak bingung
  bintang birds biru bit black blok blue bluetoth boat bocil bodoh body bola boleh bosku both botom brb break breakfast
  bring broke brown buah buat buatku bubar budaya build buka bukti bukunya bulan bundar bungaku bunge bungkus
  buntu bunyi buruk busan busuk busy buta butik buy cabang cafe cair cairan cakap cake caled calm calon camp
  campur cancer carbs card carer catat catatan catch cause cemburu center cerah cerai cerdas cerewet cermin
  certain chair chance change charge chargernya chatnya cheap check choice chose cintaku cintamu city cium clear
  climb close closed clothes cloud coach coat cocok cofe col colege color come company complete conclusions
  consider contoh control copy corner corners cost could count country couple course cover covid crazy create
  cried cringe cros crosed cruel cry cuci cucu cukup cup cupangku curent customer cutenes dadu daftar dagang dagu
  daily dana dance dapurku darat dark dasar dataku datang date daun deal dear debat debu decide deg degan dekat
  delay deliver demam demi demikian dengerin dep depend depresed depresi deprived derajat desa describe desk
  detail detik diam diangap diare diari diasah dibuly dicintai dicuekin diet diferent dificult digantung digigit
  dilakukan dimarahin dimatin dindingku dine diner dini diomelin diputusin direct dirt dirty disapeared discus
  dish disiram diskonya ditanya ditembak diterima ditolong dive doa doctor doing dolar domestic don donor dor
  dosenku double doubt down drakornya dramanya draw dream dres drop dry dua duduk duga duit dukung duluan duri
  durian during durkheim dusta duta each eat eight either ekor elden elpiji email emas embarasment emosi empat
  empty encer energy enjoy enough entah enter entire erat esok etika eutanasia evening event every exactly example
  excited excuse exercise expect expensive explain extra eye face fact fail failure fair fakta fal family famous
  far farm fast fat favorite favoritku fed fet fever field fight fil file filmnya finger fire fireflies first five
  fix flow flu fly focus fod fokus folow for force foreign forensik forest forget forgot form forward fot foto
  fotoku found four fre fresh fridge fruit ful fun future gagal gaji galah galak gambar gangu ganti gara garam
  garden garis gaul gave gawat gaya gede gelar gelas gemuk general gentle gerak get ghosting gift gigi gila gini
  give giving glad glas glomy goal goals goes gold gorgeous grade grand grave great gren grieving ground group
  grow grup gues guide gula gulita guruku hack hadap hadiah haid hair hak hal halaman half halo halus hambar
  hambat hamil hampa hancur handing hangat hanger hantu hapen hapus hard harga harta has hasil hati hatiku hawa
  headache heal health heartbroken heat heavy hebat helped henti heran heroku hewan hias hiasku hibur hiburan
  hidangan hidung hidupkan hidupku high highway hijau hike hil hindia hirup hisap history hitam hitung hobi hoby
  hole home homework honest hopeles hormat horor horse hospital hot hotel hour house however hpku huge hujan
  hukuman human hundred hurts hury hutan ibarat ibuku ide idola ikhlas iklan ilmu image iman imbang important
  improve include increase inded infeksi informasi ingat ingatan injury insecure inside insomnia instagram instead
  insulin interest interview intim invite isap isi island istirahat isue item izin jabat jadwal jahat jajan
  jakarta jalan jalani jalanin jalur jaman janda jangka janji jarak jarang jari jasa jatah jati jauh jawab jaya
  jeda jelas jelek jenis jepang jerawatku jeruk joke journey joy jual juara july jumlah jumpa jumped june kabar
  kabel kabur kaca kacau kado kagum kakeku kaki kakiku kalah kali kalimat kalinya kamarku kampung kamus kanan
  kandung kangen kantong kapal kapas kapur karakternya karir kartu karya kasar kasur kata kaus kawan kawin kaya
  kayu keadan kebakar kebosanan kecewa kecil kegirangan kegores keiris kejepit kelaman kelasku keluarnya keluh
  kemudian kena kenal kenang kencang kendala kendali kental kenyatan kepedasan kependekan kera keracunan keras
  kering kerjanku keruh kesadaran kesal kesambar kesan kesehatan kesepian ketauan ketingalan key khawatir khusus
  kid kiln kilt kind kipasnya kira kiri kirim kis kisah klub knalpot know kode koi kolam komentar kompak kondisi
  konser kontak konyol kopi kosong kredit kuburan kucingku kue kuliahku kumpul kuning kunjung kupas kurang kurir
  kursi kurus kutip kutu laba lady lahan lain lajur laku lakuin lakukan lalu lama lamanya lamaran lambat lampau
  lampunya lancar land langit langkah language lanjutkan lantas lapang lapangan lapor laptopku laptopnya larang
  large latih laugh laughter lauk laundry lawan layan layu lazy lbh lead leaking learn least lebar lecture ledak
  legend legends lekas lelaki lemah lemari lembar lembur lembut lemes lemon lempar lengkap les leson letak leters
  lewat liar libur lidi lift light lights likely liku lima lime limit limpah line lingkar lining lion lip lisan
  list listen listening literature litle loans lobi local lokasi lomba lonely long lord lorong lose lot lots loud
  loving low luar luas luck lulus lumayan lunas lunch lupa lurus lutut mabuk macam macet macetnya machine mading
  madu mag mager mahal mahalini main majalah major maju maka makasih maksud mana manage manager mandi mangkok
  manis manja mantap mantu map march mari mark market mary masa masal masam masuk matang matematika mater matian
  matras matre mawar maya mayat meal mean measure meat media medium medsos meja melanjutkan melayani member
  membunuhku meme men menang menarik mencintai mencuci mendapat mendengar meneruskan mengerti menghantuiku menikah
  menit menjalani mention menyiksaku merah merokok mes meski met midle mile milik milk mimpi mingu mini minta
  minute minyak miring mirip miror misal mistake mix mobile mod modal model modeling modern mohon moment mon
  mondays money monkey month months more morning most motivasi motorku mountain mouth move moved much mud muda
  mudik mug mulut mundur murah muridnya murni music musik musim musuhnya mutilation mutu nada nafsu naik nakal
  nama name namun nap narow nasi nasib nature necesary negara neneku nerusin nervous net new next ngajarin nge
  ngejalanin ngelakuin ngerjain ngerti ngertin ngo ngumpul nice nikah nilai nilaiku nine noise noisy north
  nosebled novelnya number numpuk nuntut nut nyala nyalain nyanyi nyata nyenyak oak obatan obatku object ocean
  ofer ofice ofing often oil olah old oleh omong omongan one ongkos only opa open opinion option orange orangnya
  otak other otot outside overheat overthinking own pacarku pada padahal padi pagar page paham pahit paint pair
  pak pakai pakaian pake paksa paku paling palu pan pandai pandang pangkat panic panik panitia pantai pants para
  parah park parkir part party pas pasan pased pasienku pasir pasta pat patah pati patuh pay payah payung peaking
  pecah pecahan pekan pelan peluk pelukan pembersih pembunuh pemeran pemerkosan pena penanganan pencil pencipta
  pendek pendidikan penenang pengabdi pengunduran pensil penting penyeberangan pepaya peran perasanku peraturan
  periksa memeriksa diperiksa
  percaya perfect perilaku period perlu permen perpisahan persen pertama pertanyan pertemuan pesanku pesawat pesta
  pet peta petang peti petir phk photo pick picture pidana pie piece pihak pimpin pin pindah pinggang pink pintar
  pintas pintu pipa piring pisah pisang pit piza place plane plastik plate play plenty poets pokok pol polite
  politik polos popular por posible posisi poster posts pot potato power practice praktis prepare pres present
  prety price prinsip print private problem produce produk promise protes proud psikiater psikolog puas puasa pub
  public pucat pul pulau puluh pundaku pungung pura purple pusat pushes put putih putri putus quality question
  quiet quite rabu race radio ragu rahasia rahasiaku rahim railing rain raise rajin raket ramah ramai rambutku
  rame rapi rasa rat rata ratus raw reach real receive recent record red rekam rekan rela relax remain remember
  renang rendah rent repeat reply reported resign resmi rest result rib rice rich rid ride right rim rindu ring
  rip rise river road rob rock rod roda role rontok rose roti round row ruang rug rugi rule rumah rumahku rumit
  run rupa rusak sabtu sabuk sabun sad sadari safe sah sahabatku saing sakitku sakitnya saksi saku salad salam
  sale salt sambil same sampah sand sang santai sapi saran sarapan sari sat satu satunya saudaraku save savings
  saw sawi science score sea season seat sebelah seblaknya sebuah second secret sedia sedikit sedunia segala segan
  segar seharian sehidup sejak sejarah sekarat sekitar sekolahku sel sela selai selama selanjutnya selasa self sem
  semalaman semalem semangatku sementara semi sempit semprot sen send sengaja seni senin senja sense sentuh senyum
  separate sepatuku sepeda sepi september sepupuku serasa serba serem seret serious serta serve servernya service
  servis sesuai set setahun setan setengah setia setiap setuju seven several sewer shape share sharp shine ship
  shirt shoe shoes shop short shout shower sia sibuk side sifat sign sikap silakan silent silver sily similar
  simpan simple sinar since sing singkat single sinyalnya sisa sit situ situasi six size ski skil skripsiku skul
  sky slack slamat slide slow slowly sma smal smart smel smile smoke smoth smp snow soap social society sock soft
  softly soil something sopan sore sort soto sound soup south soy spa space speak special sped spel spend spirit
  spon sport spot spring squad square squid stabed stage stair stand star start stasiun state station status
  statusku stay steal step stick stone store storm story stove straight strange stream streaming stret strong
  stupid suamiku suara suasana subject suces such suci suculents sudut sugar sugest suicides suit suku sulit
  sumber sumer sun sunday super suport sure suri surprise susahnya susu susun swet swim switch syahid syarat table
  tablets tahu tahun tail tal taman tambah tamu tan tanah tanamanku tanamanya tanda tanga tanganku tanganya tangis
  tani tap tari tarik task taste tau tax taxi tea teach team tear tebal tebu teknik teleponya teliti telponya
  temanku temanya temenku tempat temple ten tenaga tendencies tengah tenis tepat terakhirku terakhirmu terakhirnya
  terang terasa terbang terbunuh terima terjadi terkadang terlalu terlambat term ternyata tersayat test tetangaku
  tetapi thank then therapy these thick thin thing third thirty thn those thousand thre through thursday tiap tiba
  ticket tidy ties tiga tight til tim timbul time times tin tingal tingi tingkat tiny tip tipis tisu titik toe
  toilet tokohnya tol tolak tone top topi total toth touch tour toward town toy trade traktir trampoline travel
  trip trouble true trust tua tuan tuesday tukar tumbuh tumpah tumpul tuna tunjuk turn turun tutup twelve twenty
  twice two type uang ubah ubi udara ugly uji ujianya ulang ulangan umat umbrela umum umur undang understand
  understands unit until untung upah upaya upon upset usaha use useful usia usual usul utama utamanya utang
  utangku valey value van various vet view vilage violence viral virgin visit voice vonis waiting wajar waktu
  walau wali walk walked walking waris warm warna warung wash water wave weak wear weather web webton weding
  weight wek wekends wel welcome west wet what whats whel where which white wide wifinya wild win wind wine winter
  wisata wise within wod won wonder word workload worse worst wory wrong yakin yard year years yelow yes yesterday
  yet young yuk zaman zero
"""
