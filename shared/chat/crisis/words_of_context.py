"""Words that tell what a message is about: negation, time, things, titles, work, games and figures of speech.

The notation is explained in `vocabulary.py`.
"""

WORDS = """
NOT
  tidak tdk tak gak ga gk g nggak ngga enggak engga egk gx gag gakk gaa kagak kaga ndak nda ora ngak nga tidk tida
  nggk ngk ntak
  bukan bkn jangan jgn jangan_sampai belum blm blom
  not dont doesnt didnt wont wouldnt cant cannot couldnt isnt arent wasnt shouldnt never aint no neither nor
  without_any
NEVER
  tidak_jadi batal tidak_pernah belum_pernah never
AUX
  melakukan lakukan lakuin melakuin pasti pernah prnh sempat sempet akan lagi lg sedang bakal bisa ada punya
  sampai sampe sama_sekali
  commit commits committed commited committing to anything ever going be any have dare even gona sampe mulai
  katanya katany konon kemarin kemaren tadi barusan baru suka sering hampir nyaris almost nearly
  tiba_tiba nekat nekad
PAST
  pernah prnh sempat sempet once
PASTLONG
  dulu dulunya dahulu used (tahun|bulan|thn)_lalu beberapa_tahun_lalu waktu_(sma|smp|sd|kecil|kuliah|remaja)
  (jaman|zaman|pas|saat|masa)_(sma|smp|sd|kecil|kuliah|sekolah)
  years_ago year_ago ages_ago long_ago months_ago month_ago last_year when_i_was back_then in_high_school
  in_college in_the_past
  bersih clean mantan_penyintas survivor penyintas masa_lalu
RECENT
  dari_dulu sejak_dulu sekarang skrg skarang skg lagi lg kembali now again still malam_ini hari_ini tonight today
  tapi tp tpi but kini balik makin semakin masih muncul
OKAY
  pulih sembuh baik_baik bersyukur syukur syukurlah alhamdulillah membaik baikan bahagia okay ok fine recovered
  healed better grateful past
SAY
  bilang bilangnya ngomong cerita curhat ngaku mengaku mengancam ngancam ngancem katanya teriak nulis posting
  said says told tells say saying claims threatened threatens keeps
THING
  hp hape handphone ponsel phone telepon baterai batere batre battery laptop leptop komputer computer pc tablet
  ipad tv
  lampu lamp listrik listriknya pln sinyal signal wifi internet koneksi connection server aplikasi apl app akun
  account
  motor mobil car engine mesin ac kipas kulkas pompa kompor jam alarm api lilin mic mikrofon speaker kamera camera
  layar screen cas charger
  tanaman tumbuhan bunga pohon anggrek kaktus plant plants flower flowers tree ikan fish kucing cat anjing dog
  hamster burung bird
  ayam kelinci nyamuk kecoa semut lalat tikus serangga cicak ants mosquito cockroach bug bugs spider rambut hair
  kuku nails
  jerawat bekas_luka berat_badan lemak noda flek paket kuota pulsa token dompet kunci notifikasi notif
  notification pasar ekonomi bisnis toko show industri
  proses process virus kuman bakteri cacing hama gulma mesinnya printer keyboard mouse modem router
FEELNOUN
  sakit nyeri sedih trauma stres stress cemas kecemasan kenangan marah takut pain anxiety fear sadness pusing mual
  galau
TITLE
  film filem pilem movie movies lagu lagunya song songs novel buku book books drama drakor serial series episode
  eps anime manga komik
  judul judulnya title album band lirik lyrics chapter bab bioskop netflix sinetron adegan scene teater puisi
  cerpen podcast dokumenter
  documentary suicide_squad die_hard killing_me_softly suicidal_tendencies puisinya
  nonton menonton tonton watch watching watched
  fiksi fiction fanfic wattpad
WORK
  (stop|cegah|anti)_(bunuh|bundir|suicide) thesis penelitian riset research makalah paper presentasi presentation
  webinar seminar workshop
  esai essay artikel article berita news koran jurnal journal statistik statistics angka rates rate kasus case
  cases isu
  kampanye campaign materi kuliah_tentang topik topic tema pelatihan training relawan volunteer hotline awareness
  prevention pencegahan
  mencegah cegah prevent preventing edukasi penyuluhan sosialisasi survei survey studi study kelas_psikologi
  mata_kuliah
  psikologi psychology diskusi_kelas bedah_buku ujian_tentang liputan wartawan reporter hari_pencegahan moderation
  konten content
ASKTOPIC
  apa_itu
  bahas membahas bahasan ngebahas tentang ttg soal mengenai about regarding tanya nanya bertanya belajar
  mempelajari diskusi diskusikan
  dosa sin haram hukumnya
  bantu membantu ngebantu nolong menolong help menghadapi ngadepin menangani nangani
GAME
  game games gim gameplay ml catur chess badminton voli mobile_legend mobile_legends pubg pabji valorant valo ff
  free_fire freefire dota roblox gta sims war ngewar minecraft genshin
  hero (bos|boss)_(terakhir|level) level respawn rank push mabar musuh enemy enemies match ranked elden_ring cod
  fortnite main_bareng
  nge_rank turret lag savage assassin npc quest ps5 ps4 nintendo mabar_yuk damage monster zombie karakterku
  character
FIGURE
  mati_deh
  mati_(gaya|kutu|rasa|lampu|listrik|suri|langkah|kata|ketawa|tertawa|penasaran|kebosanan|bosan|kelaparan|laper|lapar|kehausan|haus)
  mati_(kedinginan|kepanasan|kepedesan|kepedasan|gemes|gemas|malu|konyol|total|nyala|hidup|otak|syahid|lemes|kecapean|gabut)
  mati_(ngakak|kangen|rindu|cemburu|deg_degan|kaget|kenyang|ngantuk|gaul|ide)
  (setengah|hukuman|harga|cinta|jatuh_cinta|titik|angka|hidup|pidana|vonis|hidup_atau|antara_hidup_dan|sel|kulit|garis)_mati
  (di_|)dunia_(kerja|bisnis|maya|nyata|politik|modeling|kampus|pendidikan|usaha|game|hiburan) semati mati_matian
  mati2an matimatian hidup_mati hidup_segan_mati_tak_mau cinta_sampai_mati
  die_(laughing|of|from|hard|down|out|for|off) dying_(to|of|for|from|laughing|out|inside) died_(laughing|of|from)
  dead_(tired|line|serious|end|inside|gorgeous|ass|weight|on|wrong|last|lift) to_die_for drop_dead
  (kill|killing|killed)_(time|it|two|the|some|boredom) killer deadline dedline jalan_buntu
  hang_(out|up|in|around) hanging_(out|around|on)
  gantung_(hp|telepon|baju|sepatu|raket|status|gelar|nasib|jemuran)
  bunuh_(waktu|sepi|bosan|kuman|nyamuk|kecoa|semut|lalat|tikus|alarm|musuh|hama|virus|bakteri|karir)
  jump_(to|in|into|rope|around|back|ahead) lompat_(tali|jauh|tinggi|galah|indah|kegirangan|ke_pertanyaan)
  loncat_(tali|jauh|indah|kegirangan|ke_pertanyaan)
  terjun_(payung|bebas|ke_dunia|ke_lapangan|ke_bisnis|langsung) bungee_jumping loncat_loncat lompat_lompat
  cut_(off|down|it|the|back|hair|ties|scene|short|to|class) sayat_hati iris_bawang
  hidup_(berkah|hemat|sehat|mewah|boros) worth_living_for
  hilang_(ingatan|akal|sinyal|kesadaran|kontak|harapan|semangat|fokus|kendali|arah|nafsu)
  life_(style|insurance|hack|balance|goals) half_life still_life love_life work_life real_life social_life
  live_(stream|streaming|chat|music|report|action)
  (di|)tendang_dari hit_me_up (ditampar|dipukul)_(kenyataan|mundur|bola|rindu) rumah_sakit mati_demi
  live_and_let_die (burn|burning|burned)_myself_out
LAUGH
  capeknya ngakak ketawa tertawa ngakaknya lapar laper haus kehausan kelaparan malu maluu malunya pedes pedas
  pedesnya panas panasnya gerah dingin
  ganteng cantik cakep kelakuan
  penasaran gemes gemas ngantuk kenyang deg_degan gabut grogi seru kocak lucu kaget kebelet kepanasan kedinginan
  kepedesan
  laughing laughed hungry starving embarrassed embarrassing cold boredom bored curious funny hilarious
UNMARRIED
  lajang bujang jomblo susah miskin
COMPLEMENT
  susah miskin boros menyesal sengsara mewah sederhana sendiri sendirian bareng bersama serumah sama dengan dgn
  tanpa penuh hemat sehat di d dalam dlm terlilit
  bergantung numpang ngekos kere melarat gelap lajang bujang jomblo pas_pasan enak bebas teratur bermewah tenang
  normal lebih bahagia bohong
  berdua mandiri berdampingan nyaman layak kotor sosial kampus kota kos kantor asmara percintaan rumah_tangga
  pribadi
  with in without at off together alone abroad near on by under insurance style balance decisions paycheck there
PLACE
  di dari ke dlm dalam from to into on in at off
  sebentar bentar dulu sejenak seminggu sehari weekend liburan besok_pagi while few vacation holiday beberapa
EARLY
  pagi subuh siang sahur jam early kepagian alarm sepagi kesiangan telat school work sekolah kerja kuliah kantor
  class sekul
THINGEND
  sesi sesinya langganan kontrak panggilan hubungan rapat kelas meeting session call contract subscription chat
  obrolan tugas percakapan
  kerjaan pekerjaan drama masalah konflik pertengkaran perang toxic relationship kuliah semester sama dengan with
  projek project pertemanan
TAIL
  di_sini di_sana nanti jangan like living this_way already soon titip bilang siapa mereka semua gimana pasti
  di_dunia dunia tolong please tell take lagi again kan toh besok apa mungkin they
  like living this_way everyone would will who dont nobody mama ibu semuanya dan and karena sedih nangis world
  anymore dunia_ini lagi_di_dunia
BURDENOF
  pikiran pikiranku kerja kerjaan kuliah studi tugas hidup_berat sks listrik puncak biaya pajak budget proof
  mental moral cicilan ekonomi
  akademik proyek dunia_kerja finansial mengajar latihan gym
CARRY
  punya ada banyak bawa angkat dapat dapet dikasih menanggung tanggung carry have kasih ngasih berat
SAFE
  gudang sawah kebun ladang tikus tanaman
  sepatu pramuka jemuran tas ransel rambut tikus_got kecoa rumput tirai pancing layangan kain jahe bawang sayur
  masak dapur
ACCIDENT
  masak dapur cooking kitchen kecelakaan tidak_sengaja accidentally accident bawang sayur daging cukur shaving
  kertas paper_cut playing football
  basket futsal olahraga gym jogging falling resep recipe operasi surgery kucing cat vaksin pijat creambath salon
SEEYOU
  sampai_jumpa sampai_ketemu see_you cu minggu_depan next_week besok_lagi lagi_besok makan
LASTOF
  kerja magang sekolah kuliah di at of in here ujian liburan diskon promo pendaftaran semester kelas job work
  school internship
AND
  dan and
CONJ
  karena karna krn because tapi but sebab gara_gara soalnya supaya gegara gr2 gara2
PLEASE
  tolong tlg please pls plz plis pliss someone somebody
MAKE
  bikin membuat ngebuat nyebabin make makes made making
DENY
  bukan_berarti not_saying bukanya tidak_mungkin tidak_bermaksud
FEAR
  takut scared afraid fear terrified
NOW
  sekarang barusan baru baru_aja baru_saja lagi sedang malam_ini malem hari_ini tadi tonight now right_now again
  tolong please
"""
