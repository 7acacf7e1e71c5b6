"""Traps in other languages: two people near, words of another, whoever is spoken of."""

import pytest

from manuscripts.quotations import find_quotations


def speakers(language: str, text: str) -> set[str]:
    quotations, _spans = find_quotations([text], people=(), language=language)
    return {one.speaker for one in quotations}


@pytest.mark.parametrize(
    ("language", "speaker", "text"),
    [
        ("de", "Karl Weiss", "„Wir warten“, sagte der Bürgermeister Karl Weiss am Montag."),
        ("de", "Anna Berg", "„Wir warten noch ab“, sagte Klimaforscherin Anna Berg."),
        ("de", "Karl Weiss", "„Wir warten noch ab“, so Karl Weiss."),
        ("de", "Karl Weiss", "Karl Weiss sagte über Anna Berg: „Sie wartet schon lange.“"),
        ("de", "Karl Weiss", "Wie Anna Berg mitteilt, sagte Karl Weiss: „Wir warten noch ab.“"),
        ("de", "Karl Weiss", "„Wir warten noch ab“, sagte Karl Weiss. „Ich nicht“, entgegnete Anna Berg."),
        ("fr", "Jean Morel", "« Nous attendons », a déclaré le maire Jean Morel lundi."),
        ("fr", "Jean Morel", "« Nous attendons encore », dit Jean Morel, maire de Lyon."),
        ("fr", "Claire Petit", "« Nous attendons encore », explique la maire de Lyon, Claire Petit."),
        ("fr", "Jean Morel", "Jean Morel a déclaré à Claire Petit : « Nous attendons encore. »"),
        ("fr", "Jean Morel", "Selon Claire Petit, Jean Morel a dit : « Nous attendons encore. »"),
        ("fr", "Claire Petit", "Interrogée sur Jean Morel, Claire Petit répond : « Nous attendons encore. »"),
        ("es", "Luis Prado", "«Esperamos», dijo el alcalde Luis Prado el lunes."),
        ("es", "Ana Ruiz", "«Esperamos todavía», aseguró la portavoz del ministro, Ana Ruiz."),
        ("es", "Ana Ruiz", "Según Ana Ruiz, «esperamos todavía»."),
        ("es", "Luis Prado", "—Esperamos —dijo Luis Prado—. Mañana también."),
        ("pt", "Luís Prado", "“Esperamos ainda”, disse o prefeito Luís Prado na segunda-feira."),
        ("pt", "Ana Reis", "— Esperamos — disse Ana Reis, presidente da câmara. — Amanhã também."),
        ("pt", "Ana Reis", "Segundo Ana Reis, “esperamos ainda”."),
        ("ja", "山田太郎", "山田太郎社長は「投票は来月に延期する」と述べた。"),
        ("ja", "山田太郎", "「投票は来月に延期する」と山田太郎市長は語った。"),
        ("ja", "広報担当者", "広報担当者は「投票は来月に延期する」とコメントした。"),
        ("zh", "林致远", "“我们只是想弄清楚智能的本质。”创始人林致远在接受采访时说。"),
        ("zh", "王毅", "王毅指出，“这条路还很长”。"),
        ("zh", "毛宁", "外交部发言人毛宁2日在例行记者会上表示，“这条路还很长。”"),
        ("zh", "李强", "公司总裁李强强调：「这条路还很长。」"),
        ("zh", "林致远", "林致远对王芳说：“这条路还很长。”"),
        ("zh", "林致远", "王芳说，林致远告诉记者：“这条路还很长。”"),
        ("zh", "市长", "市长说：「我们不知道下面有什么。」"),
        ("zh", "埃马纽埃尔·马克龙", "总统埃马纽埃尔·马克龙表示：“这条路还很长。”"),
        ("ar", "سامي النجار", "وقال المهندس سامي النجار: «الشمس لا ترسل فاتورة»."),
        ("ar", "سامح شكري", "وقال وزير الخارجية سامح شكري: «سنعود غدا»."),
        ("ar", "ليلى حداد", "وأضافت ليلى حداد في مؤتمر صحفي: «سنعود غدا»."),
        ("ar", "الرئيس", "وأكد الرئيس: «سنعود غدا»."),
        ("ar", "منى السيد", "«سنعود غدا»، قالت الدكتورة منى السيد لرويترز."),
    ],
)
def test_only_the_speaker_is_named(language, speaker, text):
    assert speaker in speakers(language, text)


@pytest.mark.parametrize(
    ("language", "other", "text"),
    [
        ("de", "Karl Weiss", "„Wir warten noch ab“, sagte ein Sprecher von Karl Weiss."),
        ("de", "Anna Berg", "„Wir warten noch ab“, zitierte Anna Berg den Minister Karl Weiss."),
        ("de", "Anna Berg", "Anna Berg erinnerte an Karl Weiss, der sagte: „Wir warten noch ab.“"),
        ("fr", "Jean Morel", "« Nous attendons encore », a répondu le porte-parole de Jean Morel."),
        ("es", "Luis Prado", "«Esperamos todavía», dijo un portavoz de Luis Prado."),
        ("es", "Ana Ruiz", "Ana Ruiz contó que Luis Prado le dijo: «Esperamos todavía»."),
        ("es", "Ana Ruiz", "«Esperamos todavía», le dijo a Ana Ruiz el ministro Luis Prado."),
        ("pt", "Luís Prado", "“Esperamos ainda”, disse um assessor de Luís Prado."),
        ("pt", "Ana Reis", "Ana Reis contou que Luís Prado afirmou: “Esperamos ainda.”"),
        ("ja", "市長", "市長は、山田太郎氏が「投票は延期だ」と話したと説明した。"),
        ("zh", "林致远", "记者问林致远：“这条路长吗？”"),
        ("ar", "سامي النجار", "وقال المتحدث باسم الوزير سامي النجار: «سنعود غدا»."),
    ],
)
def test_whoever_stands_near_is_never_the_speaker(language, other, text):
    assert other not in speakers(language, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die sogenannte „eiserne Pforte“ hielt."),
        ("de", "Sie las den Roman „Der Prozess“, sagte Anna Berg."),
        ("fr", "La « porte de fer » n’a pas cédé."),
        ("es", "La llamada «puerta de hierro» resistió."),
        ("pt", "A chamada “porta de ferro” resistiu."),
        ("ja", "いわゆる「鉄の門」は壊れなかった。"),
        ("zh", "所谓的“铁闸”没有坏。"),
        ("ar", "ما يسمى «البوابة الحديدية» لم يتعطل."),
    ],
)
def test_a_term_or_a_title_is_no_quotation(language, text):
    assert speakers(language, text) == set()
