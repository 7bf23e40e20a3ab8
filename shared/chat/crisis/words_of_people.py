"""Words for the speaker and for other people, by meaning.

The notation is explained in `vocabulary.py`.
"""

WORDS = """
I
  aku saya gue gw gua gwe guwe ak aq akuh sy sya ane awak beta akuu kami kita
  i im ive id my me mine we our
ME
  aku gue gw gua saya ak aq me
MY
  punyaku ku
YOUR
  mu
HIS
  her his their nya
NYA
  nya
YOU
  kamu kmu km kalian anda lo lu elo elu loe ente you u youre your yourself ur kau
  kakak_pernah kak_pernah apakah
THIRD
  ada_(yang|yg|orang)
  dia ia mereka doi beliau seseorang orang org orang_orang orang2 oknum kakaku kakak_(saya|aku|gue) korban pelaku
  tersangka pasien klien seorang
  (ibu|mama|mamah|mami|bunda|emak|umi|papa|papah|bapak|ayah|abi|bapa)
  (abang|adik|adek|ade|kakek|nenek|om|tante|paman|bibi|sepupu|keponakan|mertua|ipar|saudara|sodara)
  (teman|temen|tmn|tmen|sahabat|pacar|cowok|cewek|gebetan|suami|istri|anak|mantan|tunangan|crush|bestieku)
  (tetangga|dosen|bos|guru|artis|idol|selebgram|siswa|murid|mahasiswa|remaja|pemuda|pria|wanita|warga|polisi|tokoh|karakter|pemain)
  he she they him them partner roomate someone somebody people person man woman guy girl boy everyone everybody
  friend friends boyfriend girlfriend bf gf husband wife mom mum mother dad father brother sister uncle aunt
  cousin son daughter
  grandma grandpa grandmother grandfather neighbor neighbour classmate coworker colleague teacher boss patient
  client victim actor actress
  celebrity student students teenager teens kids child children who hes shes theyre
  herself himself themselves themself itself yourself oneself
ACQUAINTANCE
  (teman|temen|tmn|tmen|sahabat|pacar|cowok|cewek|gebetan|suami|istri|anak|mantan|tunangan|crush|adik|adek|sepupu|saudara|tetangga|dosen|bos|guru|murid|siswa|pasien|klien|mahasiswa|kakak|kakek|nenek|om|tante)
GENERIC
  orang org people remaja seseorang someone somebody they oknum korban pelaku tersangka tokoh karakter pemain pria
  wanita warga polisi seorang man woman person celebrity actor actress victim tetangga neighbor neighbour pasien
  klien siswa mahasiswa artis
KIN
  ibu mama papa bapak ayah almarhum kakek nenek anak suami istri mom mum dad mother father
BOSSY
  bos boss dosen guru mama mamah ibu mom mum teacher emak bunda parents ortu
PREPOSITION
  sama dengan dgn oleh dari with by from of kehilangan
"""
