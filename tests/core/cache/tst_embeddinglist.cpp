#include "core/base/json.h"
#include "core/cache/embeddinglist.h"
#include "tests/core/cache/calls.h"

#include <QTest>

using namespace gw;
using namespace gw::cache;

namespace {

chat::Call request(const std::string &input)
{
    return test::callOf(R"({"model":"m","input":)" + input + R"(,"dimensions":2})",
                        chat::Shape::OpenAiEmbeddings);
}

EmbeddingList listOf(const std::string &input)
{
    auto list = EmbeddingList::of(request(input));
    if (!list)
        qFatal("not taken apart: %s", input.c_str());
    return std::move(*list);
}

Entry entryOf(const std::string &bytes)
{
    Entry entry;
    entry.bytes = bytes;
    return entry;
}

json::Value parsed(const std::string &text)
{
    auto value = json::parse(text);
    return value.ok() ? std::move(value).value() : json::Value();
}

}   // namespace

class TestEmbeddingList final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesInputsApart_data();
    void takesInputsApart();
    void asksForTheRest();
    void putsTheKnownBackInPlace();
    void goesByIndexNotByOrder();
    void dividesTokensByLength();
    void answersWithoutAProvider();
    void takesNothingOfOtherAnswers_data();
    void takesNothingOfOtherAnswers();
    void loadsOnlyWhatItStored();
};

void TestEmbeddingList::takesInputsApart_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("items");
    QTest::newRow("one text") << QByteArray(R"("a")") << 1;
    QTest::newRow("a list of one") << QByteArray(R"(["a"])") << 1;
    QTest::newRow("texts with white space between") << QByteArray(R"([ "a" , "b,]" ])") << 2;
    QTest::newRow("tokens are one text") << QByteArray("[1,2,3]") << 1;
    QTest::newRow("lists of tokens") << QByteArray("[[1,2],[3]]") << 2;
    QTest::newRow("a number is none") << QByteArray("5") << 0;
    QTest::newRow("an empty list is none") << QByteArray("[]") << 0;
    QTest::newRow("objects are none") << QByteArray(R"([{"text":"a"}])") << 0;
    QTest::newRow("texts and numbers mixed are none") << QByteArray(R"(["a",1])") << 0;
    QTest::newRow("nothing is none") << QByteArray("null") << 0;
}

void TestEmbeddingList::takesInputsApart()
{
    QFETCH(QByteArray, input);
    QFETCH(int, items);
    const auto list = EmbeddingList::of(request(input.toStdString()));
    QCOMPARE(list ? static_cast<int>(list->size()) : 0, items);
}

void TestEmbeddingList::asksForTheRest()
{
    EmbeddingList list = listOf(R"(["a","b","c"])");
    QVERIFY(!list.knowsAny());
    QVERIFY(list.load(1, entryOf("3\n{\"embedding\":[1,2]}")));
    QVERIFY(list.knowsAny() && !list.complete());
    const json::Value rest =
        parsed(list.rest(R"({"model":"m","input":["a","b","c"],"n":12345678901234567890})"));
    QCOMPARE(json::serialize(*json::find(rest.get_object(), "input")), std::string(R"(["a","c"])"));
    QCOMPARE(json::serialize(*json::find(rest.get_object(), "n")), std::string("12345678901234567890"));
    list.forget();
    QVERIFY(!list.knowsAny());
    QCOMPARE(list.knownTokens(), 0);
}

void TestEmbeddingList::putsTheKnownBackInPlace()
{
    EmbeddingList list = listOf(R"(["a","b","c"])");
    QVERIFY(list.load(1, entryOf("3\n{\"object\":\"embedding\",\"index\":7,\"embedding\":[0.5,1e-7]}")));
    const auto taken = list.take(
        R"({"object":"list","x":1,"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[2]}],
            "model":"up","usage":{"prompt_tokens":10,"total_tokens":10}})");
    QVERIFY(taken);
    QCOMPARE(*taken, (std::vector<std::size_t>{0, 2}));
    const json::Value answer = parsed(list.answer("m"));
    const json::Array &data = json::find(answer.get_object(), "data")->get_array();
    const std::string wanted = R"([{"index":0,"embedding":[1]},)"
                               R"({"object":"embedding","index":1,"embedding":[0.5,1e-07]},)"
                               R"({"index":2,"embedding":[2]}])";
    QCOMPARE(json::serialize(data), wanted);
    const std::string usage = R"({"prompt_tokens":13,"total_tokens":13})";
    QCOMPARE(json::serialize(*json::find(answer.get_object(), "usage")), usage);
    QCOMPARE(json::serialize(*json::find(answer.get_object(), "model")), std::string("\"up\""));
    QCOMPARE(json::serialize(*json::find(answer.get_object(), "x")), std::string("1"));
}

void TestEmbeddingList::goesByIndexNotByOrder()
{
    EmbeddingList list = listOf(R"(["a","b"])");
    const std::string answer = R"({"data":[{"index":1,"embedding":"B"},{"index":0,"embedding":"A"}]})";
    QVERIFY(list.take(answer));
    QVERIFY(list.store(0).find("\"A\"") != std::string::npos);
    QVERIFY(list.store(1).find("\"B\"") != std::string::npos);
}

void TestEmbeddingList::dividesTokensByLength()
{
    EmbeddingList list = listOf(R"(["aaaaaa","bb","c"])");   // 8, 4 and 3 bytes with their quotes.
    const std::string answer =
        R"({"data":[{"embedding":[1]},{"embedding":[1]},{"embedding":[1]}],"usage":{"prompt_tokens":16}})";
    QVERIFY(list.take(answer));
    QCOMPARE(list.store(0).substr(0, list.store(0).find('\n')), std::string("9"));
    QCOMPARE(list.store(1).substr(0, list.store(1).find('\n')), std::string("4"));
    QCOMPARE(list.store(2).substr(0, list.store(2).find('\n')), std::string("3"));
}

void TestEmbeddingList::answersWithoutAProvider()
{
    EmbeddingList list = listOf(R"(["a","a"])");
    QVERIFY(list.load(0, entryOf("2\n{\"embedding\":[1]}")));
    QVERIFY(list.load(1, entryOf("2\n{\"embedding\":[1]}")));
    QVERIFY(list.complete());
    const std::string wanted =
        R"({"object":"list","data":[{"embedding":[1],"index":0},{"embedding":[1],"index":1}],)"
        R"("model":"my \"model\"","usage":{"prompt_tokens":4,"total_tokens":4}})";
    QCOMPARE(json::serialize(parsed(list.answer("my \"model\""))), wanted);
}

void TestEmbeddingList::takesNothingOfOtherAnswers_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("too few") << QByteArray(R"({"data":[{"embedding":[1]}]})");
    QTest::newRow("too many") << QByteArray(R"({"data":[{},{},{}]})");
    QTest::newRow("one index twice") << QByteArray(R"({"data":[{"index":0},{"index":0}]})");
    QTest::newRow("an index outside") << QByteArray(R"({"data":[{"index":0},{"index":2}]})");
    QTest::newRow("an index below") << QByteArray(R"({"data":[{"index":-1},{"index":0}]})");
    QTest::newRow("vectors that are no objects") << QByteArray(R"({"data":[1,2]})");
    QTest::newRow("no list") << QByteArray(R"({"data":{}})");
    QTest::newRow("no data") << QByteArray(R"({"error":{}})");
    QTest::newRow("cut off") << QByteArray(R"({"data":[{"embedding":[1]},{"embed)");
    QTest::newRow("nothing") << QByteArray();
}

void TestEmbeddingList::takesNothingOfOtherAnswers()
{
    QFETCH(QByteArray, answer);
    EmbeddingList list = listOf(R"(["a","b"])");
    QVERIFY(!list.take(answer.toStdString()));
    QVERIFY(!list.knowsAny());
}

void TestEmbeddingList::loadsOnlyWhatItStored()
{
    EmbeddingList list = listOf(R"(["a"])");
    for (const char *bytes : {"", "{}", "x\n{}", "-1\n{}", "5\n", "5"})
        QVERIFY2(!list.load(0, entryOf(bytes)), bytes);
    QVERIFY(list.load(0, entryOf("5\n{\"embedding\":\"AAAA\"}")));
    QCOMPARE(list.knownTokens(), 5);
    EmbeddingList other = listOf(R"(["a"])");
    QVERIFY(other.load(0, entryOf(list.store(0))));
    QCOMPARE(other.store(0), list.store(0));
}

QTEST_GUILESS_MAIN(TestEmbeddingList)
#include "tst_embeddinglist.moc"
