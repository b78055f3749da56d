#include "core/base/json.h"

#include <QTest>

using namespace gw;

class TestJson final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsOrderIntegersAndDoubles_data();
    void keepsOrderIntegersAndDoubles();
    void refusesBadText();
    void comparesByValue();
    void followsDottedPaths();
};

void TestJson::keepsOrderIntegersAndDoubles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("key order") << QByteArray(R"({"z":1,"a":2,"m":{"y":1,"b":2}})");
    QTest::newRow("64-bit integers") << QByteArray(
        R"([9223372036854775807,-9223372036854775808,18446744073709551615])");
    QTest::newRow("doubles in short form") << QByteArray(R"([0.7,1.0,1e+30,-0.25])");
    QTest::newRow("escapes") << QByteArray(R"(["a\"b\\c\n\t\u0001","ü€😀"])");
    QTest::newRow("literals") << QByteArray(R"([true,false,null,[],{}])");
}

void TestJson::keepsOrderIntegersAndDoubles()
{
    QFETCH(QByteArray, text);
    const auto value = json::parse(text.toStdString());
    QVERIFY(value.ok());
    QCOMPARE(QByteArray::fromStdString(json::serialize(value.value())), text);
}

void TestJson::refusesBadText()
{
    QVERIFY(!json::parse("{\"a\":").ok());
    QVERIFY(!json::parse("").ok());
    QVERIFY(!json::parse("{} x").ok());
    QVERIFY(!json::parse(std::string(1000, '[')).ok());
    QCOMPARE(json::parse("{secret").error().message.find("secret"), std::string::npos);
}

void TestJson::comparesByValue()
{
    std::string where;
    QVERIFY(
        json::equal(json::parse(R"({"a":1,"b":[1.0]})").value(), json::parse(R"({"b":[1],"a":1})").value()));
    QVERIFY(!json::equal(json::parse(R"({"a":{"b":[1,2]}})").value(),
                         json::parse(R"({"a":{"b":[1,3]}})").value(), &where));
    QCOMPARE(where, std::string("/a/b/1"));
}

void TestJson::followsDottedPaths()
{
    const auto value = json::parse(R"({"usage":{"details":{"cached":7}}})").value();
    QCOMPARE(json::toInt(*json::findPath(value.get_object(), "usage.details.cached")).value_or(0), 7);
    QVERIFY(!json::findPath(value.get_object(), "usage.none.cached"));
}

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
