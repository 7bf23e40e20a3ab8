"""Words around handles of social networks, and common words that are no handles. All are folded."""

NETWORKS = """
    ige aige aigi instg insg intagram instagramm ig i.g i.g. 1g insta 1nsta instagram instagrm instagran tele
    telegram telegrm tlgrm tg whatsapp wa line tiktok tik_tok tt discord disc dc facebook fb pesbuk twitter twit
    twt snapchat snap threads wechat weixin kakaotalk kakao_talk kakao skype signal linkedin michat mi_chat
    viber bbm messenger reddit gmail email e_mail imel surel ymail linktree idline id_line line_id youtube yt
    username usn igeh instagrem insta_gram tele_gram idku medsosku medsos sosmed socials steam bigo venmo x
"""
VAGUE_NETWORKS = frozenset(
    """
    line signal youtube yt linktree x tt dc snap threads steam wa email e-mail imel surel medsos sosmed socials
    """.split()
)
"""Names that are also common words or that people mostly mention without a handle: the handle must be clear."""
ID_WORDS = frozenset(
    """
    id idku idnya idq usernameku handleku namaku m im am by accountnya username usernamenya user uname handle
    handlenya namanya nama name akun akunku akunnya account acc nick nickname usn unya under as called named
    ketik search cari searching
    """.split()
)
WEAK_ID_WORDS = frozenset("m im am by as search cari searching called under".split())
OWNERS = frozenset(
    """
    saya aku ku gue gw gua my mine q akyu me kita kami punyaku punya pribadi personal bisnis
    """.split()
)
CONNECTORS = frozenset(
    """
    i s go yang coba silakan boleh mau liat lihat kepoin ketik dicari tulis huruf kecil semua all lowercase lewat
    pindah yuk add tambahin temenin sana kalo kalau klo akun_ku pencarian kolom is itu ini adalah ya yaa ke di
    on at aja saja via or atau dan and the here di_sini kak pake dengan with this yg sini cek check sama ig tele
    our kok nih dong deh tuh langsung juga also through personal untuk to by me handle kepo contact kontak chat
    dm follow
    """.split()
)
VERBS = (
    "add follow folow invite cari search find dm pm japri username user nick nickname usn akun handle id ping kepoin"
)
REACH_WORDS = """
    dm pm follow folow add japri hubungi contact reach_me find_me cari_aku cari_saya search_me mention kepoin
    kontak message_me tag
"""
VERB_WORDS = frozenset(VERBS.split())
CLOSERS = frozenset(
    """
    follow folow add semua tanpa pake pakai lowercase huruf jika bila yuk kuy invite tambahin there same feel i
    we you kamu whenever on di in juga also ya yaa yaaa yah kak kakak min bang mas mbak dong deh sih aja saja ok
    oke please pls thanks thx makasih terima nanti gan bro sis bu pak dan atau and or biar buat untuk kalau klo
    kalo if so for okay anytime jangan nnti kapan langsung supaya lebih sebelum biarkan soalnya karena
    """.split()
)
COMMON_WORDS = frozenset(
    """
    abis about acara accidentally account active ada adalah addiction adik ads after again agak agar ajak ajar
    akan akhir akhirnya aktif akun alasan alay algorithm algoritma alias also alumni always aman anak anda aneh
    annoying another anymore anything apa apakah apapun apart aplikasi app apps asli atas atasan atau available
    awal awas away ayah ayo back backup bagaimana bagian bagus bahas bahasa bahkan baik baju balik ban banget
    bangun banned banyak bapak barista baru bayar beberapa because beda been before begini begitu being belajar
    beli belum benar bener bentar berapa berat bermasalah bersama besar besok best bestie better biar biasa
    biasanya bicara bikin bisa bisnis blocked bohong boleh boring bos bosan boss bot both boyfriend branding
    broke broken brother buat buka bukan bulan buruk business busy but butuh came campaign cannot cantik cape
    capek caption cara centang cepat cerita cewek change channel channels chat cinta class classes clients close
    closed coba cocok colleague colleagues come community content contoh could course cowok crash crashed crush
    cuma curhat customer customers dad daftar dalam dapat dari data datang dead deleted dengan desktop dia diam
    dibajak diblokir different digital dihack diri disappeared disini done dosen down dulu dunia each easy
    efektif emang enak engine enough entah error even ever every everyone ex example fake family famous fast
    father feature feed feeds fine first fitur follower followernya followers food foto free friend friends from
    full fyp gabung gagal gaji ganti gara garis gimana girlfriend gone good great group groups grow growing
    growth grup guess guru habis hack hacked halo hampir happy hapus hard harga hari harus hashtag hasil hate
    have head heard help here hidup hilang hobi hours house hrd huge husband ibu idea iklan ikut ilmu info ingin
    inspirasi inspiration isi issue istri istrinya itulah jadi jadwal jago jalan jangan jarang jasa jelas jobs
    jualan juga jujur just kabar kadang kakak kalau kalian kami kamu kantor karena karier kasih kata kayak
    kebanyakan kebobolan kecewa kecil keep keeps kegiatan kehack kelas keluar keluarga keluhan kemarin kembali
    kemudian kena kenal kenapa keponakan keren kerja kerjaan kesal ketemu ketika ketinggalan kind kirim kita
    klien know kolega komunitas konten kosong kuliah kurang lagi lain lama lamar lambat lancar langsung lanjut
    last late later lebih lelah lengkap less lewat liat life lihat like link live login logo logout long look
    lost love lowongan luar lucu lulus lupa made mahal mahasiswa main makan make makin malah malam malas malu
    mampir mana management manager manajemen mantan mantannya marah marketing masa masalah masih masuk mati mau
    maybe mean media memperbaiki menghilang mentor mentors mereka message messages mine minggu minta mirip mitra
    mobile mode mom more most mother motivasi much mulai muncul mungkin murah murid must naik nama namun nanti
    need needs never news next ngapain nggak nice nilai nobody nomor nonton nothing notifikasi official offline
    often okay olahraga olshop once online only open optimization orang orangtua other pacar page pagi pakai
    paket paling palsu paman panggilan panik panitia panjang para password pasti pelan pelanggan pembeli peminat
    pengguna penipu penipuan penjual penting penuh people perfect perlu pernah personal pertama pesan phone
    photo picture pihak pindah platform post posting postingan posts premium pribadi privat private problem
    produk profile promo promosi public publik punya pusing quite rajin ramai rasa rasanya ready real really
    recruiter recruiters reels rekan resmi ribet right rumah rusak safe sakit salah sama same sampai sandi
    sangat santai satu saudara sayang scam school scroll scrolling seakan sebagai sebaiknya sebelum sebenarnya
    sedang sedih sehari sejak sekali sekarang sekolah selalu selama selebgram seller seluruh sempat sempurna
    semua senang sendiri sengaja seorang seperti sepi sepupu sering seringkali serius server sesama sesuatu
    setiap shadowban shop siang siapa sih simple since sister siswa skripsi slow soal soalnya some someone
    something soon sore spam sticker stiker still stop stories story strategy stres student students stuff suami
    suaminya suara such sudah suka sulit susah suspended tadi tahu tahun takut talk tanpa tante tanya tapi team
    teman temani temen temennya tempat tentang terlalu terus tetap than thanks that their them then there these
    they thing things think this tiap tidak tidur time tips tipu tired today together toko tolong tool topic
    traffic trend trending trends tua tugas tulis tunggu turun udah ujian umum undangan untuk update urusan
    usaha useful users usually verified verifikasi very video videos viral wajib waktu walau want warna web week
    well were what when where which while wife will without wonder work works world worse would wrong yakin year
    years yes yesterday your yours
    """.split()
)
