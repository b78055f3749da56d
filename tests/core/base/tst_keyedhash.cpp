#include "core/base/keyedhash.h"

#include <QTest>

#include <numeric>

using namespace gw;

class TestKeyedHash final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Made by a transcript of the paper's algorithm that also gives its published vectors for SipHash-2-4.
    void isSipHash_data();
    void isSipHash();
    void dependsOnTheSecret();
};

void TestKeyedHash::isSipHash_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("hash");
    QTest::newRow("nothing") << QByteArray() << QByteArray("e77ebcb22788a5befd62db6add303001");
    QByteArray counting(15, '\0');
    std::iota(counting.begin(), counting.end(), '\0');
    QTest::newRow("no whole number of words") << counting << QByteArray("c17e5505b2bd526c2921cdec1e7e0109");
}

void TestKeyedHash::isSipHash()
{
    QFETCH(QByteArray, text);
    KeyedHash::Secret secret{};
    std::iota(secret.begin(), secret.end(), static_cast<unsigned char>(0));
    KeyedHash hash(secret);
    for (int time = 0; time < 2; ++time)
        QTEST(QByteArray::fromStdString(hash.of(text.toStdString())).toHex(), "hash");
}

void TestKeyedHash::dependsOnTheSecret()
{
    const KeyedHash::Secret secret = KeyedHash::randomSecret();
    KeyedHash one(secret);
    KeyedHash same(secret);
    KeyedHash other(KeyedHash::randomSecret());
    QCOMPARE(one.of("text"), same.of("text"));
    QCOMPARE(one.of("text").size(), KeyedHash::kSize);
    QVERIFY(one.of("text") != other.of("text"));
    QVERIFY(one.of("text") != one.of("texts"));
}

QTEST_GUILESS_MAIN(TestKeyedHash)
#include "tst_keyedhash.moc"
