#include "core/base/redact.h"

#include <QTest>

class TestRedact final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void redacted_data();
    void redacted();
};

void TestRedact::redacted_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("an OpenAI key") << QByteArray("got sk-proj-abcdefghijklmnopqrstuvwxyz here")
                                   << QByteArray("abcdefghijklmnop");
    QTest::newRow("a key in a URL") << QByteArray("https://x/y?key=AIzaSyABCDEFGHIJKLMNOP&a=1")
                                    << QByteArray("ABCDEFGHIJKL");
    QTest::newRow("a bearer token") << QByteArray("Authorization: Bearer abc123def") << QByteArray("abc123");
    QTest::newRow("a named key") << QByteArray("api_key=shorty") << QByteArray("shorty");
    QTest::newRow("a password") << QByteArray("postgresql://u?password=hunter2") << QByteArray("hunter2");
    QTest::newRow("nothing secret") << QByteArray("the task-based skill, monkey = 1") << QByteArray();
}

void TestRedact::redacted()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, secret);
    const QByteArray out = QByteArray::fromStdString(gw::redacted(text.toStdString()));
    if (secret.isEmpty()) {
        QCOMPARE(out, text);
    } else {
        QVERIFY(!out.contains(secret));
        QVERIFY(out.contains("****"));
    }
}

QTEST_GUILESS_MAIN(TestRedact)
#include "tst_redact.moc"
