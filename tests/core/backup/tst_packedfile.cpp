#include "core/backup/packedfile.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace gw::backup;

class TestPackedFile final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas_data();
    void comesBackAsItWas();
    void noticesDamage();
    void replacesNothing();

private:
    std::string path(const char *name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    void write(const std::string &path, const QByteArray &bytes)
    {
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    static QByteArray read(const std::string &path)
    {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
};

void TestPackedFile::comesBackAsItWas_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QByteArray noise(3'000'001, '\0');
    QRandomGenerator random(5);
    for (char &byte : noise)
        byte = static_cast<char>(random.bounded(256));
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a byte") << QByteArray("x");
    QTest::newRow("one block exactly") << QByteArray(1 << 20, 'a');
    QTest::newRow("noise of several blocks") << noise;
    QTest::newRow("what packs well") << QByteArray(9'000'000, '\0');
}

void TestPackedFile::comesBackAsItWas()
{
    QFETCH(QByteArray, bytes);
    const std::string from = path("from");
    const std::string packed = path("packed");
    const std::string back = path("back");
    for (const std::string &old : {packed, back})
        QFile::remove(QString::fromStdString(old));
    write(from, bytes);
    const auto digest = pack(from, packed);
    QVERIFY2(digest.ok(), digest.ok() ? "" : digest.error().message.c_str());
    QVERIFY(digestOf(packed).value() == digest.value());
    QVERIFY(unpack(packed, back).ok());
    QVERIFY(read(back) == bytes);
    QCOMPARE(QFile::permissions(QString::fromStdString(packed)) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
}

void TestPackedFile::noticesDamage()
{
    write(path("whole"), QByteArray("some text that is long enough to be damaged, damaged, damaged"));
    QVERIFY(pack(path("whole"), path("good")).ok());
    const QByteArray good = read(path("good"));
    for (qsizetype i = 0; i < good.size(); ++i) {
        QByteArray bad = good.left(i);
        write(path("bad"), bad);
        QFile::remove(QString::fromStdString(path("out")));
        QVERIFY2(i == 0 || !unpack(path("bad"), path("out")).ok(), qPrintable(QString::number(i)));
    }
    QByteArray flipped = good;
    flipped[flipped.size() - 1] = static_cast<char>(flipped.back() ^ 1);   // Of the checksum.
    write(path("bad"), flipped);
    QFile::remove(QString::fromStdString(path("out")));
    QVERIFY(!unpack(path("bad"), path("out")).ok());
}

void TestPackedFile::replacesNothing()
{
    write(path("source"), QByteArray("new"));
    write(path("there"), QByteArray("old"));
    QVERIFY(!pack(path("source"), path("there")).ok());
    QCOMPARE(read(path("there")), QByteArray("old"));
    QVERIFY(!pack(path("missing"), path("nowhere")).ok());
}

QTEST_GUILESS_MAIN(TestPackedFile)
#include "tst_packedfile.moc"
