#include "core/base/resources.h"
#include "core/web/texts.h"

#include <QDir>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace gw;
using namespace gw::web;
using namespace Qt::StringLiterals;

class TextsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBrowserChoosesTheLanguage_data();
    void theBrowserChoosesTheLanguage();
    void everyTextIsTranslated();
    void everyTranslationIsUsed();
    void placesAreFilled();
    void numbersFollowTheLanguage();
    void spansHaveTwoParts_data();
    void spansHaveTwoParts();

private:
    static QSet<QString> usedTexts();
    static QList<QStringList> rows();
};

QSet<QString> TextsTest::usedTexts()
{
    static const QRegularExpression call(uR"--(\b(?:t|noop)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+))--"_s);
    static const QRegularExpression literal(uR"--("((?:[^"\\]|\\.)*)")--"_s);
    QSet<QString> out;
    const QDir dir(QStringLiteral(GW_SOURCE_DIR "/core/web"));
    for (const QString &name : dir.entryList({u"*.cpp"_s})) {
        QFile file(dir.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        auto calls = call.globalMatch(QString::fromUtf8(file.readAll()));
        while (calls.hasNext()) {
            QString text;
            auto parts = literal.globalMatch(calls.next().captured(1));
            while (parts.hasNext())
                text += parts.next().captured(1);
            out.insert(text);
        }
    }
    return out;
}

QList<QStringList> TextsTest::rows()
{
    const std::string_view table = resource("web/texts.tsv");
    QList<QStringList> out;
    const QString text = QString::fromUtf8(table.data(), static_cast<qsizetype>(table.size()));
    for (const QString &line : text.split(u'\n', Qt::SkipEmptyParts))
        out.append(line.split(u'\t'));
    return out;
}

void TextsTest::theBrowserChoosesTheLanguage_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("no header") << QByteArray() << QByteArray("en");
    QTest::newRow("German of Austria first") << QByteArray("de-AT,de;q=0.9,en;q=0.8") << QByteArray("de");
    QTest::newRow("Chinese in capitals") << QByteArray("ZH-cn") << QByteArray("zh-Hans");
    QTest::newRow("French, then German") << QByteArray("fr, de;q=0.5") << QByteArray("de");
    QTest::newRow("English by weight") << QByteArray("de;q=0.3, en;q=0.7") << QByteArray("en");
    QTest::newRow("German refused") << QByteArray("de;q=0, fr") << QByteArray("en");
    QTest::newRow("none of them") << QByteArray("fr, es;q=0.5, *;q=0.1") << QByteArray("en");
    QTest::newRow("nonsense") << QByteArray(";;q=,,=de") << QByteArray("en");
}

void TextsTest::theBrowserChoosesTheLanguage()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, code);
    const std::string_view found = codeOf(languageOf(header.toStdString()));
    QCOMPARE(QByteArray(found.data(), static_cast<qsizetype>(found.size())), code);
}

void TextsTest::everyTextIsTranslated()
{
    static const QRegularExpression place(u"%\\d"_s);
    const QSet<QString> used = usedTexts();
    QVERIFY(used.size() > 100);
    const Words german(Language::German);
    QSet<QString> known;
    for (const QStringList &row : rows()) {
        QVERIFY2(row.size() == 3 && !row[1].isEmpty() && !row[2].isEmpty(), qPrintable(row.join(u'|')));
        for (const QString &translation : row)
            QVERIFY2(translation.count(place) == row[0].count(place), qPrintable(translation));
        known.insert(row[0]);
        QCOMPARE(QString::fromStdString(german(row[0].toStdString())), row[1]);
    }
    for (const QString &text : used)
        QVERIFY2(known.contains(text), qPrintable(text));
}

void TextsTest::everyTranslationIsUsed()
{
    const QSet<QString> used = usedTexts();
    for (const QStringList &row : rows())
        QVERIFY2(used.contains(row[0]), qPrintable(row[0]));
}

void TextsTest::placesAreFilled()
{
    const Words t(Language::English);
    QCOMPARE(t("%1 to %2 of %3", {"1", "%3", "9"}), std::string("1 to %3 of 9"));
    QCOMPARE(t("%9 % 100%", {"x"}), std::string("%9 % 100%"));
    QCOMPARE(Words(Language::German)("%1 to %2 of %3", {"1", "2", "3"}), std::string("1 bis 2 von 3"));
}

void TextsTest::numbersFollowTheLanguage()
{
    QCOMPARE(Words(Language::English).money(1234.5, 2), std::string("$1,234.50"));
    QCOMPARE(Words(Language::German).money(1234.5, 2), std::string("1.234,50\u00A0$"));
    QCOMPARE(Words(Language::Chinese).number(std::int64_t{1234567}), std::string("1,234,567"));
    QCOMPARE(Words(Language::German).number(0.25, 1), std::string("0,3"));
}

void TextsTest::spansHaveTwoParts_data()
{
    QTest::addColumn<qlonglong>("seconds");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("nothing") << 0ll << QByteArray("0 s");
    QTest::newRow("seconds") << 59ll << QByteArray("59 s");
    QTest::newRow("a minute") << 60ll << QByteArray("1 min");
    QTest::newRow("days and hours") << 3 * 86'400ll + 4 * 3600 + 59 << QByteArray("3 d 4 h");
    QTest::newRow("a day and a second") << 86'401ll << QByteArray("1 d 1 s");
}

void TextsTest::spansHaveTwoParts()
{
    QFETCH(qlonglong, seconds);
    QFETCH(QByteArray, shown);
    QCOMPARE(QByteArray::fromStdString(Words(Language::English).span(seconds)), shown);
}

QTEST_APPLESS_MAIN(TextsTest)
#include "tst_texts.moc"
