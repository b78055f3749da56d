#include "core/base/json.h"
#include "core/chat/scan.h"

#include <QTest>

using namespace gw;
using namespace gw::chat;

class TestScan final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsMembersAsAFullParserDoes_data();
    void findsMembersAsAFullParserDoes();
    void refusesWhatIsNoObject_data();
    void refusesWhatIsNoObject();
    void leavesUneditedBytesAlone();
    void keepsOnlyTheLastOfRepeatedMembers();
    void renamesAndInserts();
    void survivesEveryTruncation();
    void findsElements();
    void refusesWhatIsNoArray();
};

namespace {
const char kSample[] =
    R"( { "model" : "gpt-4o" , "n":12345678901234567890,"f":1.0, "messages":[{"role":"user","content":"a}]\"b"}],
 "x":{"y":[1,2,{"z":null}]},"t":true , "last":null } )";
}

void TestScan::findsMembersAsAFullParserDoes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("white space everywhere") << QByteArray(kSample);
    QTest::newRow("empty object") << QByteArray("{}");
    QTest::newRow("escaped key") << QByteArray(R"({"mod\u0065l":"a","b\"c":[]})");
    QTest::newRow("brackets in strings") << QByteArray(R"({"a":"}]{[","b":{"c":"\\"}})");
}

void TestScan::findsMembersAsAFullParserDoes()
{
    QFETCH(QByteArray, text);
    std::string body = text.toStdString();
    const auto members = scanMembers(body);
    QVERIFY(members.ok());
    QCOMPARE(QByteArray::fromStdString(body), text);
    const json::Value whole = json::parse(body).value();
    QCOMPARE(members.value().all().size(), whole.get_object().size());
    for (const Member &member : members.value().all()) {
        const auto value = json::parse(
            std::string_view(body).substr(member.valueBegin, member.valueEnd - member.valueBegin));
        QVERIFY(value.ok());
        const json::Value *wanted = json::find(whole.get_object(), member.key);
        QVERIFY(wanted);
        QVERIFY(json::equal(value.value(), *wanted));
        QCOMPARE(body[member.begin], '"');
    }
}

void TestScan::refusesWhatIsNoObject_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("white space") << QByteArray("  \n");
    QTest::newRow("array") << QByteArray("[1]");
    QTest::newRow("string") << QByteArray("\"a\"");
    QTest::newRow("no end") << QByteArray(R"({"a":1)");
    QTest::newRow("two values") << QByteArray(R"({"a":1}{"b":2})");
    QTest::newRow("word for a value") << QByteArray(R"({"a":nul})");
    QTest::newRow("no colon") << QByteArray(R"({"a" 1})");
    QTest::newRow("no comma") << QByteArray(R"({"a":1 "b":2})");
    QTest::newRow("unclosed string") << QByteArray(R"({"a":"b})");
    QTest::newRow("bad UTF-8") << QByteArray("{\"a\":\"\xff\"}");
}

void TestScan::refusesWhatIsNoObject()
{
    QFETCH(QByteArray, text);
    std::string body = text.toStdString();
    const auto members = scanMembers(body);
    QVERIFY(!members.ok());
    QVERIFY(members.error().code == ErrorCode::BadJson);
}

void TestScan::leavesUneditedBytesAlone()
{
    std::string body = kSample;
    const Members members = scanMembers(body).value();
    EditList edits;
    edits.set("model", "\"other\"");
    const std::string out = edits.apply(body, members);
    QVERIFY(out.find("\"model\" : \"other\"") != std::string::npos);
    QVERIFY(out.find("\"n\":12345678901234567890") != std::string::npos);
    QVERIFY(out.find("\"f\":1.0") != std::string::npos);
    QVERIFY(out.find(R"([{"role":"user","content":"a}]\"b"}])") != std::string::npos);
}

void TestScan::keepsOnlyTheLastOfRepeatedMembers()
{
    std::string body = R"({"model":"cheap","a":1,"mod\u0065l":"dear"})";
    const Members members = scanMembers(body).value();
    QVERIFY(members.hasDuplicates());
    EditList edits;
    edits.set("model", "\"x\"");
    const json::Value out = json::parse(edits.apply(body, members)).value();
    QVERIFY(json::equal(out, json::parse(R"({"a":1,"model":"x"})").value()));
    QCOMPARE(EditList().apply(body, members).find("cheap"), std::string::npos);
}

void TestScan::renamesAndInserts()
{
    std::string body = R"({"seed":7,"drop":1,"keep":[1 , 2]})";
    const Members members = scanMembers(body).value();
    EditList edits;
    edits.rename("seed", "random_seed");
    edits.rename("absent", "nothing");
    edits.remove("drop");
    edits.set("stream_options", R"({"include_usage":true})");
    QCOMPARE(edits.apply(body, members),
             std::string(R"({"random_seed":7,"keep":[1 , 2],"stream_options":{"include_usage":true}})"));
    std::string empty = "{}";
    const Members none = scanMembers(empty).value();
    QCOMPARE(edits.apply(empty, none), std::string(R"({"stream_options":{"include_usage":true}})"));
}

void TestScan::survivesEveryTruncation()
{
    const std::string whole = kSample;
    for (std::size_t size = 0; size + 2 < whole.size(); ++size) {
        std::string body = whole.substr(0, size);
        QVERIFY2(!scanMembers(body).ok(), std::to_string(size).c_str());
    }
}

void TestScan::findsElements()
{
    const auto found = scanElements(R"( [ "a,]" , 1.50 ,[1, 2],{ "b":"}" }, null ,true ] )");
    QVERIFY(found.ok());
    QCOMPARE(found.value(),
             (std::vector<std::string>{R"("a,]")", "1.50", "[1, 2]", R"({ "b":"}" })", "null", "true"}));
    QVERIFY(scanElements("[]").ok());
    QVERIFY(scanElements("[]").value().empty());
}

void TestScan::refusesWhatIsNoArray()
{
    for (const char *text : {"", "{}", "1", "[1", "[1,]", "[nul]", "[1] 2", "[\"a]", "[[1]"})
        QVERIFY2(!scanElements(text).ok(), text);
    const std::string sample = R"(["a",{"b":[1,2]},3])";
    for (std::size_t length = 0; length < sample.size(); ++length)
        QVERIFY(!scanElements(sample.substr(0, length)).ok());
}

QTEST_GUILESS_MAIN(TestScan)
#include "tst_scan.moc"
