#include "core/config/yamlspans.h"

#include <QTest>

#include <algorithm>

using namespace gw::config;

namespace {

bool isOrdered(const Span &span, std::size_t size)
{
    const auto ordered = [size](const Span &inner) { return isOrdered(inner, size); };
    return span.begin <= span.content && span.content <= span.end && span.end <= size &&
           std::ranges::all_of(span.keys, ordered) && std::ranges::all_of(span.items, ordered);
}

}   // namespace

class TestYamlSpans final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placesEveryValueInOrder_data();
    void placesEveryValueInOrder();
    void takesLoneTagWithItsValue_data();
    void takesLoneTagWithItsValue();
};

void TestYamlSpans::placesEveryValueInOrder_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("keys without text before a lone tag") << QByteArray(": : :   : ! ");
    QTest::newRow("a lone tag and nothing") << QByteArray("a: !");
    QTest::newRow("a lone tag before the next pair") << QByteArray("a:   !\nb: 1\n");
    QTest::newRow("a tag of a type and nothing") << QByteArray("a: !!str\nb: 1\n");
    QTest::newRow("an anchor and a lone tag") << QByteArray("a: &x !\nb: *x\n");
    QTest::newRow("a lone tag in brackets") << QByteArray("a: [  ! , ! b, {c:   ! }]\n");
    QTest::newRow("nothing before a tagged key") << QByteArray("a:   \n! b: 1\n");
    QTest::newRow("an empty quoted text") << QByteArray("a:   ''\nb: \"\"\n");
}

void TestYamlSpans::placesEveryValueInOrder()
{
    QFETCH(QByteArray, text);
    const std::string_view bytes(text.constData(), static_cast<std::size_t>(text.size()));
    const SpanText read = readSpans(bytes, "config.yaml");
    QVERIFY2(!read.problem, read.problem ? read.problem->message.c_str() : "");
    QVERIFY(!read.root.items.empty());
    QVERIFY(isOrdered(read.root, bytes.size()));
}

void TestYamlSpans::takesLoneTagWithItsValue_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("before a plain text") << QByteArray("a:   ! 5  # five\n") << QByteArray("! 5");
    QTest::newRow("before a quoted text") << QByteArray("a: ! 'x' \n") << QByteArray("! 'x'");
    QTest::newRow("before nothing") << QByteArray("a:   ! \nb: 1\n") << QByteArray("!");
    QTest::newRow("behind an anchor") << QByteArray("a: &x ! 5\n") << QByteArray("&x ! 5");
    QTest::newRow("before a list") << QByteArray("a: ! [1]\n") << QByteArray("! [1]");
}

void TestYamlSpans::takesLoneTagWithItsValue()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, value);
    const SpanText read = readSpans({text.constData(), static_cast<std::size_t>(text.size())}, "config.yaml");
    QVERIFY(!read.problem);
    const Span &span = read.root.items.front();
    QCOMPARE(text.mid(static_cast<qsizetype>(span.begin), static_cast<qsizetype>(span.end - span.begin)),
             value);
    QVERIFY(span.tagged);
}

QTEST_GUILESS_MAIN(TestYamlSpans)
#include "tst_yamlspans.moc"
