"""Words that people write around contact details, in Indonesian and English, folded as `text_folding` folds."""

import re


def to_alternatives(words: str) -> str:
    """Return a pattern that matches each of the `words`, the longest first. A `_` in a word matches one or no space."""
    longest_first = sorted(set(words.split()), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace("_", "[ -]?") for word in longest_first)


def to_single_letters(word: str) -> str:
    """Return `word` with drawn-out letters once: `duaaa` and `dua` become the same."""
    return re.sub(r"(.)\1+", r"\1", word)


_DIGITS = {
    "0": "nol nul nool kosong ksong kosng ksg nl zero oh o nought naught zeroo 零 〇",
    "1": "satu stu st atu siji hiji one wan 一",
    "2": "dua duwa dwa loro two 二",
    "3": "tiga tga tg tigo telu tilu three thre 三",
    "4": "empat mpat mpt ampat empt papat opat four fourr 四",
    "5": "lima lma lm limo five faiv 五",
    "6": "enam nam nm anam enem genep six siks 六",
    "7": "tujuh tuju tjuh tjh tujoh pitu seven sevn 七",
    "8": "delapan lapan dlapan dlpn dlpan dlp lpn delepan dalapan delapn wolu eight eigth eit 八",
    "9": "sembilan smbilan sembiln smbln sbln sembln sembilang songo salapan nine niner nain 九",
    "10": "sepuluh ten",
    "11": "sebelas eleven",
    "12": "twelve",
    "13": "thirteen",
    "14": "fourteen",
    "15": "fifteen",
    "16": "sixteen",
    "17": "seventeen",
    "18": "eighteen",
    "19": "nineteen",
}
DIGIT_WORDS = {to_single_letters(word): value for value, words in _DIGITS.items() for word in words.split()}
WEAK_DIGIT_WORDS = {"for": "4", "to": "2", "too": "2", "won": "1", "ate": "8", "tree": "3", "free": "3", "du": "2"}
"""Words that stand for a digit only among other digits."""
TENS = {
    to_single_letters(word): str(tens)
    for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
} | {"fourty": "4"}
"""English tens. `twenty one` is 21, and `twenty` alone is 20."""
REPEATS = {
    to_single_letters(word): times
    for times, words in ((2, "double dobel dobl doubel dabel kembar"), (3, "triple tripel tripl"))
    for word in words.split()
}

FILLERS = frozenset(
    """
    nomor nomornya pertama kedua ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh kesebelas
    keduabelas second third fourth fifth sixth seventh eighth ninth tenth lalu terus trus trs then and dan next
    first last kemudian sambung sambungannya lanjut lanjutannya lanjutan habis abis itu sama spasi space strip
    setrip dash minus titik dot koma comma garis hyphen depan depannya tengah tengahnya belakang belakangnya
    akhir akhirnya terakhir awal awalnya middle sisanya sisa rest ya yaa eh ehm hmm baru followed by kak plus
    abistu end ujung ujungnya angka angkanya digit digits
    """.split()
)
"""Words that may stand between the parts of one number."""

CONTACT_LABELS = """
    wa w.a whatsapp whatsap whatsaap wasap wassap watsap watsapp hp no_hp nohp nope handphone hape telp telpon
    telepon telfon tlp tlpn tlf phone cell mobile call ring hubungi kontak contact contacts sms text kontakku
    nomor nomer nomorku nomerku nomornya number num no numb simpan save chat japri miscall gopay ovo dana
    shopeepay spay linkaja link_aja kantor rumah waku wanya waq hpku noku nowa no_wa hotline reach dial digits
"""
REVERSED_LABELS = """
    belakang dibalik balik kebalikan terbalik kebalik mundur reverse reversed backwards backward dibaliknya
"""
ID_LABELS = """
    inv ord resi resinya resiku awb waybill tracking order pesanan pesanannya invoice faktur tagihan booking
    transaksi trx ref referensi reference tiket ticket nik ktp nim nip nisn npm npwp isbn issn bpjs imei serial
    va virtual_account pin otp token meteran pelanggan sim paspor passport polis kk akta sertifikat certificate
    seri barcode sku jne jnt j&t sicepat anteraja ninja ninja_xpress tiki pos lion lion_parcel gosend wahana
    idexpress id_express spx dhl fedex ups parcel paket kode code receipt shipment lacak pelacakan nomor_seri
    kode_pembayaran transaction id_transaksi case kasus registrasi pendaftaran peserta ujian absen anggota
    member nrp nuptk nidn str sip hs voucher kupon promo commit request build error versi version nopol
    rekam_medis mr rm
"""
ID_CONNECTORS = """
    saya ku aku gue gw nya mu is number no nomor nomer id kode code ini itu was ya my kita kami the of express
    xpress parcel cargo kargo pos reg yes barang paket jne jnt sicepat anteraja tiki ninja wahana shopee
    tokopedia num nr kamu dia anak pengiriman pesanan booking tiket transaksi pembayaran bank bca bri bni
    mandiri virtual_account va
"""
SCORE_LABELS = "skor score skornya set sets hasil won lost menang kalah imbang game gim rally"

BANKS = """
    bca bni bri bsi btn btpn cimb danamon jago jenius mandiri maybank muamalat neobank ocbc panin permata
    seabank sea_bank bank_jago blu bluebca line_bank allo superbank sinarmas uob hsbc dbs digibank bjb bank_dki
    niaga mega bank_mega bukopin citibank
"""
ACCOUNT_LABELS = """
    rek rekening norek no_rek no._rek rekeningku rekening_bank account_number account_no acc_number acc_no
    bank_account iban norekening no_rekening rekku
"""
MONEY_UNITS = """
    rupiah ribu rb juta jt miliar milyar triliun k million thousand billion hundred ratus
"""

MAILBOXES = """
    gmail gmial gmaill gmai g_mail gemail jimail ymail yahoo yaho hotmail outlook icloud protonmail proton
    rocketmail zoho aol live msn
"""
TOP_LEVELS = """
    com co id net org io me edu gov ac biz info xyz dev app ai my sg uk us au de jp in tv link site online store
    tech cc sch go web
"""
