#include "core/client/filterlanguage.h"

#include <QTest>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

using Field = TrafficField;
using Compare = TrafficCompare;
using Kind = FilterProblem::Kind;

Q_DECLARE_METATYPE(gw::client::TrafficTerm)
Q_DECLARE_METATYPE(gw::client::FilterProblem::Kind)

class TestFilterLanguage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsATerm_data();
    void readsATerm();
    void readsSeveralTerms();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void survivesAnyText();
    void completes_data();
    void completes();
    void decidesAboutRows_data();
    void decidesAboutRows();
    void decidesAboutRunningRows();
    void keepsToTimes();
};

void TestFilterLanguage::readsATerm_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<TrafficTerm>("expected");
    const auto row = [](const char *text, const TrafficTerm &term) {
        QTest::newRow(text) << QString::fromUtf8(text) << term;
    };
    row("model:sonnet", {Field::Model, Compare::Contains, false, u"sonnet"_s});
    row("MODEL:Sonnet", {Field::Model, Compare::Contains, false, u"Sonnet"_s});
    row("model=gpt-5", {Field::Model, Compare::Equal, false, u"gpt-5"_s});
    row("model!=gpt-5", {Field::Model, Compare::Equal, true, u"gpt-5"_s});
    row("-model:x", {Field::Model, Compare::Contains, true, u"x"_s});
    row("-model!=x", {Field::Model, Compare::Equal, false, u"x"_s});
    row("model:anthropic/claude:beta", {Field::Model, Compare::Contains, false, u"anthropic/claude:beta"_s});
    row("key:\"my key\"", {Field::Key, Compare::Contains, false, u"my key"_s});
    row("program:claude", {Field::App, Compare::Contains, false, u"claude"_s});
    row("status>=400", {Field::Status, Compare::AtLeast, false, {}, 400});
    row("status:429", {Field::Status, Compare::Equal, false, {}, 429});
    row("status:4xx", {Field::Status, Compare::Contains, false, {}, 4});
    row("-status=5XX", {Field::Status, Compare::Contains, true, {}, 5});
    row("cost>0.05", {Field::Cost, Compare::Greater, false, {}, 50'000'000'000});
    row("cost<=$1", {Field::Cost, Compare::AtMost, false, {}, 1'000'000'000'000});
    row("cost>.000000000001", {Field::Cost, Compare::Greater, false, {}, 1});
    row("tokens>1000", {Field::Tokens, Compare::Greater, false, {}, 1000});
    row("tokens>1.5k", {Field::Tokens, Compare::Greater, false, {}, 1500});
    row("in<2M", {Field::Input, Compare::Less, false, {}, 2'000'000});
    row("duration>2s", {Field::Duration, Compare::Greater, false, {}, 2'000'000});
    row("ttft>500ms", {Field::FirstByte, Compare::Greater, false, {}, 500'000});
    row("total>1.5m", {Field::Duration, Compare::Greater, false, {}, 90'000'000});
    row("is:error", {Field::IsError});
    row("-is:stream", {Field::IsStream, Compare::Contains, true});
    row("is:retried", {Field::Attempts, Compare::Greater, false, {}, 1});
    row("sonnet", {Field::Anything, Compare::Contains, false, u"sonnet"_s});
    row("\"free text\"", {Field::Anything, Compare::Contains, false, u"free text"_s});
    row("-\"free text\"", {Field::Anything, Compare::Contains, true, u"free text"_s});
    row("claude-cli/2.0", {Field::Anything, Compare::Contains, false, u"claude-cli/2.0"_s});
    row("größe", {Field::Anything, Compare::Contains, false, u"größe"_s});
    row("-", {Field::Anything, Compare::Contains, false, u"-"_s});
}

void TestFilterLanguage::readsATerm()
{
    QFETCH(const QString, text);
    QFETCH(const TrafficTerm, expected);
    const ParsedFilter parsed = parseFilter(text);
    QVERIFY(parsed.ok());
    QCOMPARE(parsed.terms.size(), 1u);
    QVERIFY(parsed.terms[0] == expected);
    // Blanks around change nothing.
    QVERIFY(parseFilter(u"  \t"_s + text + u"  "_s).terms == parsed.terms);
}

void TestFilterLanguage::readsSeveralTerms()
{
    const ParsedFilter parsed = parseFilter(
        u"model:sonnet status>=400 app:claude cost>0.05 tokens>1000 duration>2s ttft>500ms key:NAME "
        u"provider:x "
        "route:x session:x error:x is:error is:stream is:mock is:estimated is:unpriced is:retried -model:x "
        "\"free text\""_s);
    QVERIFY(parsed.ok());
    QCOMPARE(parsed.terms.size(), 20u);
    QVERIFY(parsed.terms.back().field == Field::Anything);
    QVERIFY(parseFilter(u""_s).ok());
    QVERIFY(parseFilter(u"   "_s).terms.empty());
    QVERIFY(parseFilter(u"\"\""_s).terms.empty());
}

void TestFilterLanguage::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("wrong");   // The part of the text that the problem names.
    QTest::addColumn<QString>("nearest");
    const auto row = [](const char *text, Kind kind, const QString &wrong, const QString &nearest = {}) {
        QTest::newRow(text) << QString::fromUtf8(text) << kind << wrong << nearest;
    };
    row("app:x modle:y", Kind::UnknownField, u"modle"_s, u"model"_s);
    row("prov:x", Kind::UnknownField, u"prov"_s, u"provider"_s);
    row("http://localhost", Kind::UnknownField, u"http"_s);
    row("is:eror", Kind::UnknownState, u"eror"_s, u"error"_s);
    row("is:purple", Kind::UnknownState, u"purple"_s);
    row("model:", Kind::MissingValue, u"model:"_s);
    row("status>= 400", Kind::MissingValue, u"status>="_s);
    row("status>=abc", Kind::NotANumber, u"abc"_s);
    row("status>4xx", Kind::NotANumber, u"4xx"_s);
    row("tokens>-5", Kind::NotANumber, u"-5"_s);
    row("cost>cheap", Kind::NotAnAmount, u"cheap"_s);
    row("cost>1,5", Kind::NotAnAmount, u"1,5"_s);
    row("duration>soon", Kind::NotADuration, u"soon"_s);
    row("duration>2 x", Kind::MissingUnit, u"2"_s);
    row("ttft>5parsec", Kind::NotADuration, u"5parsec"_s);
    row("model>x", Kind::NoComparison, u">"_s);
    row("is>error", Kind::NoComparison, u">"_s);
    row("app:a \"open", Kind::OpenQuote, u"\"open"_s);
    row("key:\"open", Kind::OpenQuote, u"\"open"_s);
}

void TestFilterLanguage::saysWhatIsWrong()
{
    QFETCH(const QString, text);
    QFETCH(const Kind, kind);
    QFETCH(const QString, wrong);
    QFETCH(const QString, nearest);
    const ParsedFilter parsed = parseFilter(text);
    QCOMPARE(int(parsed.problem.kind), int(kind));
    QCOMPARE(text.mid(parsed.problem.position, parsed.problem.length), wrong);
    QCOMPARE(parsed.problem.nearest, nearest);
}

void TestFilterLanguage::survivesAnyText()
{
    const QString letters = u"ais:=<>!-\"0.k m$xé"_s;
    std::uint32_t seed = 7;
    int good = 0;
    for (int i = 0; i < 20'000; ++i) {
        QString text;
        for (int j = 0; j < 12; ++j) {
            seed = seed * 1664525U + 1013904223U;
            text += letters[qsizetype((seed >> 16) % std::uint32_t(letters.size()))];
        }
        const ParsedFilter parsed = parseFilter(text);
        good += parsed.ok() ? 1 : 0;
        QVERIFY(parsed.ok() || (parsed.problem.position >= 0 && parsed.problem.position < text.size() &&
                                parsed.problem.length > 0));
        completeFilter(text, i % 14, {});
    }
    QVERIFY(good > 100 && good < 19'900);
}

void TestFilterLanguage::completes_data()
{
    QTest::addColumn<QString>("text");   // The cursor is where | is.
    QTest::addColumn<QStringList>("first");
    QTest::newRow("nothing yet: every field") << u"|"_s << QStringList{u"model:"_s, u"app:"_s};
    QTest::newRow("a field's beginning") << u"pro|"_s << QStringList{u"provider:"_s};
    QTest::newRow("a comparison stands after numbers") << u"dur|"_s << QStringList{u"duration>"_s};
    QTest::newRow("a state by its own name") << u"unpr|"_s << QStringList{u"is:unpriced"_s};
    QTest::newRow("states") << u"is:e|"_s << QStringList{u"is:error"_s, u"is:estimated"_s};
    QTest::newRow("a model that was seen") << u"status>=400 model:gpt|"_s << QStringList{u"model:gpt-5"_s};
    QTest::newRow("a part of a model's name") << u"model:4o|"_s << QStringList{u"model:\"my 4o\""_s};
    QTest::newRow("a program after a minus") << u"-app:c|"_s << QStringList{u"app:codex"_s};
    QTest::newRow("in the middle") << u"mod| is:error"_s << QStringList{u"model:"_s};
    QTest::newRow("a status") << u"status:4|"_s << QStringList{u"status:4xx"_s};
    QTest::newRow("nothing fits") << u"zzz|"_s << QStringList();
}

void TestFilterLanguage::completes()
{
    QFETCH(QString, text);
    QFETCH(const QStringList, first);
    const qsizetype cursor = text.indexOf(u'|');
    text.remove(cursor, 1);
    const TrafficNames names{{u"gpt-5"_s, u"my 4o"_s}, {u"codex"_s, u"curl"_s}, {u"openai"_s}};
    const FilterCompletion found = completeFilter(text, cursor, names);
    QCOMPARE(found.words.mid(0, first.size()), first);
    QCOMPARE(found.words.isEmpty(), first.isEmpty());
    QCOMPARE(found.position + found.length, cursor);
}

void TestFilterLanguage::decidesAboutRows_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("expected");
    QTest::newRow("") << u""_s << true;
    for (const char *yes : {"model:SON",    "model:claude", "model:\"the group\"",
                            "app=curl",     "-app:claude",  "status:429",
                            "status:4xx",   "status>=400",  "-status:2xx",
                            "cost>0.01",    "cost=0.02",    "tokens=30",
                            "in>9",         "cached<6",     "duration>2s",
                            "duration<=3s", "is:error",     "is:stream",
                            "-is:mock",     "is:retried",   "is:cached",
                            "rate",         "CURL",         "model:sonnet rate is:error",
                            "key:work",     "key:abc",      "error:rate",
                            "route:chat",   "session:s1",   "attempts=2",
                            "overhead<1ms", "-nothing"})
        QTest::newRow(yes) << QString::fromUtf8(yes) << true;
    for (const char *no :
         {"model:gpt", "model=son", "status<400", "status:5xx", "cost>0.02", "tokens>30", "ttft<9s",
          "-is:error", "is:mock", "is:unpriced", "is:estimated", "nothing", "model:sonnet is:mock"})
        QTest::newRow(no) << QString::fromUtf8(no) << false;
}

void TestFilterLanguage::decidesAboutRows()
{
    QFETCH(const QString, filter);
    QFETCH(const bool, expected);
    TrafficRow row;
    row.requestedModel = u"sonnet"_s;
    row.servedModel = u"claude-sonnet"_s;
    row.group = u"the group"_s;
    row.client = u"curl"_s;
    row.keyAlias = u"work"_s;
    row.keyHash = u"abc"_s;
    row.route = u"/v1/chat/completions"_s;
    row.session = u"s1"_s;
    row.status = 429;
    row.error = u"rate_limit_error"_s;
    row.costPico = 20'000'000'000;
    row.input = 10;
    row.output = 20;
    row.cached = 5;
    row.durationUs = 3'000'000;
    row.overheadUs = 400;
    row.attempts = 2;
    row.stream = true;
    const ParsedFilter parsed = parseFilter(filter);
    QVERIFY(parsed.ok());
    QCOMPARE(matches({.terms = parsed.terms}, row), expected);
}

void TestFilterLanguage::decidesAboutRunningRows()
{
    TrafficRow row;
    row.requestedModel = u"sonnet"_s;
    row.client = u"curl"_s;
    row.stream = true;
    const auto decide = [&](const QString &text) { return matches({.terms = parseFilter(text).terms}, row); };
    QVERIFY(decide(u""_s));
    QVERIFY(decide(u"model:sonnet app:curl is:stream"_s));
    QVERIFY(!decide(u"app:claude"_s));
    QVERIFY(decide(u"-app:claude"_s));
    // Which of these it will be is not known yet.
    QVERIFY(!decide(u"is:error"_s));
    QVERIFY(!decide(u"-is:error"_s));
    QVERIFY(!decide(u"status<400"_s));
    QVERIFY(!decide(u"-model:haiku"_s));
}

void TestFilterLanguage::keepsToTimes()
{
    TrafficRow row;
    row.request = {std::uint64_t(5'000) << 16, 1};
    row.status = 200;
    QVERIFY(matches({.fromUs = 5'000'000}, row));
    QVERIFY(!matches({.fromUs = 5'001'000}, row));
    QVERIFY(matches({.untilUs = 5'001'000}, row));
    QVERIFY(!matches({.untilUs = 5'000'000}, row));
}

QTEST_GUILESS_MAIN(TestFilterLanguage)
#include "tst_filterlanguage.moc"
