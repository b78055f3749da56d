#include "ui/framework/application.h"
#include "ui/framework/format.h"
#include "ui/framework/pages.h"

#include <QApplication>
#include <QDir>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace gw;
using namespace Qt::StringLiterals;

namespace {

struct Message
{
    QString source;
    QStringList texts;
    bool finished = true;
    bool plural = false;
};

QList<Message> readTable(const QString &language)
{
    QFile file(QString::fromUtf8(GW_SOURCE_DIR) + u"/translations/gateway_%1.ts"_s.arg(language));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<Message> messages;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "message"_L1) {
            messages.append(Message());
            messages.last().plural = xml.attributes().value("numerus"_L1) == "yes"_L1;
        } else if (xml.name() == "source"_L1) {
            messages.last().source = xml.readElementText();
        } else if (xml.name() == "translation"_L1) {
            messages.last().finished = !xml.attributes().hasAttribute("type"_L1);
            if (!messages.last().plural)
                messages.last().texts << xml.readElementText();
        } else if (xml.name() == "numerusform"_L1) {
            messages.last().texts << xml.readElementText();
        }
    }
    return messages;
}

QStringList placeholders(const QString &text)
{
    static const QRegularExpression pattern(u"%(?:\\d|n)"_s);
    QStringList found;
    auto match = pattern.globalMatch(text);
    while (match.hasNext())
        found << match.next().captured();
    found.sort();
    return found;
}

}   // namespace

class TestTranslation final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableIsComplete_data();
    void tableIsComplete();
    void languagesHaveTheSameTexts();
    void loadsTextsFromTheProgram_data();
    void loadsTextsFromTheProgram();
    void englishKnowsOneAndMany();
};

void TestTranslation::tableIsComplete_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<int>("pluralForms");
    QTest::newRow("English plurals") << u"en"_s << 2;
    QTest::newRow("German") << u"de"_s << 2;
    QTest::newRow("Chinese") << u"zh_CN"_s << 1;
}

void TestTranslation::tableIsComplete()
{
    QFETCH(const QString, language);
    QFETCH(const int, pluralForms);
    const QList<Message> messages = readTable(language);
    QVERIFY(messages.size() >= 10);
    QStringList bad;
    for (const Message &message : messages) {
        if (!message.finished || message.texts.size() != (message.plural ? pluralForms : 1))
            bad << message.source;
        for (const QString &text : message.texts)
            if (text.isEmpty() || placeholders(text) != placeholders(message.source))
                bad << message.source;
    }
    QVERIFY2(bad.isEmpty(), qPrintable(bad.join(u'\n')));
}

void TestTranslation::languagesHaveTheSameTexts()
{
    QStringList german;
    for (const Message &message : readTable(u"de"_s))
        german << message.source;
    QStringList chinese;
    for (const Message &message : readTable(u"zh_CN"_s))
        chinese << message.source;
    QCOMPARE(chinese, german);
}

void TestTranslation::loadsTextsFromTheProgram_data()
{
    QTest::addColumn<QLocale>("locale");
    QTest::addColumn<QString>("expectedTitle");
    QTest::addColumn<QString>("expectedMoney");
    QTest::newRow("English") << QLocale(QLocale::English, QLocale::UnitedStates) << u"Home"_s << u"$1.84"_s;
    QTest::newRow("German") << QLocale(QLocale::German, QLocale::Germany) << u"Übersicht"_s << u"1,84 $"_s;
    QTest::newRow("Chinese") << QLocale(QLocale::Chinese, QLocale::China) << u"主页"_s << u"$1.84"_s;
    QTest::newRow("a language without texts") << QLocale(QLocale::Finnish) << u"Home"_s << u"1,84 $"_s;
}

void TestTranslation::loadsTextsFromTheProgram()
{
    QFETCH(const QLocale, locale);
    QFETCH(const QString, expectedTitle);
    QFETCH(const QString, expectedMoney);
    ui::loadTranslation(*qobject_cast<QApplication *>(QCoreApplication::instance()), locale);
    QCOMPARE(ui::allPages().first().about.title, expectedTitle);
    QCOMPARE(ui::money(1'840'000'000'000, 2).replace(QChar(0xa0), u' '), expectedMoney);
}

void TestTranslation::englishKnowsOneAndMany()
{
    ui::loadTranslation(*qobject_cast<QApplication *>(QCoreApplication::instance()),
                        QLocale(QLocale::English, QLocale::UnitedStates));
    QCOMPARE(QCoreApplication::translate("gw::ui::Overview", "%n error(s)", nullptr, 1), u"1 error"_s);
    QCOMPARE(QCoreApplication::translate("gw::ui::Overview", "%n error(s)", nullptr, 2), u"2 errors"_s);
}

QTEST_MAIN(TestTranslation)
#include "tst_translation.moc"
