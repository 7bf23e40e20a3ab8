"""Words of plans and partings that name no danger by themselves, by meaning.

The notation is explained in `vocabulary.py`.
"""

WORDS = """
EXECUTE
  lakuin lakukan melakukan ngelakuin eksekusi jalanin jalankan laksanakan
  (do|doing)_(it|this)
DETERMINE
  nentuin menentukan tentuin pilih milih set pick picked choose chose chosen
DATE
  tanggal tanggalnya tgl date
HOUSE
  rumah kos kosan house home
EMPTY
  kosong sepi empty
TIME
  waktu time
COURAGE
  keberanian berani courage guts brave
KNOW
  tau tahu know
TALL
  tinggi tertinggi high highest tall tallest
FLY
  terbang fly flying
STORE
  simpan nyimpen nyimpan menyimpan stok stock nyetok saved saving save
ENOUGH
  cukup enough
SLEEPPILL
  obat_(tidur|penenang) sleeping_pills
VOICE
  suara suaraku voice
BESIDE
  sebelah samping next
BRIDGE
  jembatan jpo flyover bridge overpass
LOOKDOWN
  (lihat|lihat_lihat|natap)_(ke_|)bawah (look|looking|looked)_down
SWERVE
  banting_setir swerve swerving
SEA
  laut lautan samudra sea ocean
THANKS
  makasih makasi mksh terima_kasih trims suwun nuwun thanks thx thank_you
STRONG
  kuat kuwat sanggup strong
RELATIVE
  adik adek ade adikku adekku ibu mama mamah bunda emak papa papah ayah bapak anak anakku kakek nenek ortu
  nyokap bokap ibuk mak umi abi
  orang_tua orangtua keluarga istri suami
  mom mum mother dad father brother sister brothers sisters kids son daughter parents family
PARENT
  ma mah pa pah bun yah mom dad
GREET
  salam pesan beli
COMEBACK
  balik kembali pulang
COMINGBACK
  (come|coming|be)_back
BOTHERS
  ganggu gangguin mengganggu ngerepotin merepotkan repotin repot nyusahin menyusahkan bebanin
  bother bothering burden deal worry
MESSAGED
  chat ngechat ngobrol nyapa cerita curhat gangguin ganggu text texting message bother
ANYONE
  siapa anyone anybody everyone
PUT
  taruh taro naruh letakkan simpan
DESK
  meja laci bantal kasur desk table drawer pillow bed
RECORD
  rekam ngerekam merekam record recorded
PARTING
  perpisahan farewell goodbye
PASSWORD
  password passwords sandi pin_atm
GIVING
  giving gave given
AWAY
  away
ARRANGED
  beres beresin lunas lunasin taken affairs
PARTWORD
  affairs_in_order this_is_it (one_|)last_goodbye kesel_urip sayah_hirup
GOING
  go pergi
ONLINE
  online balas bales jawab reply answer
HAPPEN
  terjadi happens happened
SAD
  sad sedih nangis cry
FAULT
  salah fault
DECISION
  keputusan decision
JOURNEY
  perjalanan perjuangan journey
TASK
  tugas
UDAHAN
  udahan sudahan
FATHERHOUSE
  rumah_(bapa|tuhan)
FAIL
  gagal fail failed
TRYNOUN
  percobaan attempt
ATTEMPTED
  attempted
EATS
  makan eat eating
SUFFER
  sakit tersiksa menderita suffer hurts
BRUISE
  memar biru lebam lecet bruise bruised
COVER
  nutupin nutup menutupi sembunyiin nyembunyiin hide hiding cover
WHIP
  cambuk nyambuk mencambuk whip
ONLYTHING
  only_thing
UNTIL
  sampai sampe until
TURNEDON
  turned
ONE
  satu selangkah one
SAFE
  kemah kemping camping camp tenda nyamuk prakarya kerajinan craft lem label produk kadaluarsa oven
PROBLEM
  masalah problem
TAKENUP
  diambil ambil
ONEPLAN
  plan
PLANNED
  planned
DECIDED
  decided
STASH
  stash
FORWARD
  maju
PLATFORM
  peron platform
LOOKEDFOR
  dicari dicariin
STEER
  setir setang stang kemudi
APPEAR
  muncul
MISSES
  kangen rindu
TRYING
  tried berusaha
NEWS
  kabar news
BETAH
  betah
CRASH
  crashing
WAITING
  nungguin
LASTMESSAGE
  (percakapan|obrolan)_terakhir
OTHERSIDE
  di_alam_lain
STARE
  stare staring natap ngeliatin liatin mandangin
CALLING
  calling
WEEK
  seminggu sebulan sehari week month
NEXTDAY
  lagi_besok besok tomorrow
STRAIGHTPULL
  tarik tendang kick
SPIRIT
  mental nyali
MOMENT
  saat waktu time
HUNGER
  kelaparan kelaparin starve starving
DEEP
  deep deeper dalam dalem
FEELS
  feel ngerasain merasakan
EVENT
  usaha produk interior
  sesi sesinya session akun akunnya account
  nikah nikahan lamaran wedding married trip liburan vacation holiday acara resepsi pesta wisuda lulus sarjana
  sidang interview wawancara ujian exam test laporan skripsi homework laundry project proyek dana modal budget
  macet traffic stuck foto nongkrong makan bareng meeting rapat lembur overtime kantor wfh office kuliah kampus
  renovasi direnovasi kelas gigi resign mudik lebaran christmas wifi vault contract kontrak job kerja kerjaan
  kolam renang resto restoran restaurant sekolah school weekend cuti besok_lagi diet puasa
  karir career pedagang visa desain deadline
"""
