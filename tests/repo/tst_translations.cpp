#include <QBuffer>
#include <QDir>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace {

struct Message
{
    QString source;
    QString state;       // The type attribute: "", "unfinished", "vanished", "obsolete".
    QStringList texts;   // One, or one a number.
    bool numerus = false;
};

QList<Message> readMessages(QIODevice &device, QString *problem)
{
    QXmlStreamReader xml(&device);
    QList<Message> messages;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == u"message"_s) {
            messages << Message();
            messages.last().numerus = xml.attributes().value(u"numerus"_s) == u"yes"_s;
        } else if (messages.isEmpty()) {
            continue;
        } else if (xml.name() == u"source"_s) {
            messages.last().source = xml.readElementText();
        } else if (xml.name() == u"translation"_s) {
            messages.last().state = xml.attributes().value(u"type"_s).toString();
            if (!messages.last().numerus)
                messages.last().texts << xml.readElementText(QXmlStreamReader::IncludeChildElements);
        } else if (xml.name() == u"numerusform"_s) {
            messages.last().texts << xml.readElementText(QXmlStreamReader::IncludeChildElements);
        }
    }
    if (xml.hasError())
        *problem = xml.errorString();
    return messages;
}

// Sorted; %L1 counts as %1 and %Ln as %n, because whether a number is localised is the language's affair.
QStringList placeholders(const QString &text)
{
    static const QRegularExpression pattern(u"%L?(n|[0-9]{1,2})"_s);
    QStringList found;
    for (const QRegularExpressionMatch &match : pattern.globalMatch(text))
        found << match.captured(1);
    found.sort();
    found.removeDuplicates();
    return found;
}

// What is wrong with a message of a table; empty: nothing. English holds the plurals alone, its other texts
// are the sources.
QString fault(const Message &message, bool english)
{
    if (message.state == u"vanished"_s || message.state == u"obsolete"_s)
        return {};
    if (message.state == u"unfinished"_s)
        return english ? QString() : u"is not translated"_s;
    QStringList expected = placeholders(message.source);
    for (const QString &text : message.texts) {
        if (text.isEmpty())
            return u"has an empty text"_s;
        QStringList found = placeholders(text);
        // "one model" needs no number.
        if (message.numerus) {
            expected.removeAll(u"n"_s);
            found.removeAll(u"n"_s);
        }
        if (found != expected)
            return u"has other placeholders: "_s + text;
    }
    return message.texts.isEmpty() ? u"has no text"_s : QString();
}

}   // namespace

// Reads every translations/*.ts: nothing is left to translate, and placeholders are those of the source.
class TestTranslations final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tables();
    void fault_data();
    void fault();
};

void TestTranslations::tables()
{
    const QDir folder(QString::fromUtf8(GW_SOURCE_DIR) + u"/translations"_s);
    QStringList bad;
    for (const QString &name : folder.entryList({u"*.ts"_s}, QDir::Files)) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QString problem;
        const QList<Message> messages = readMessages(file, &problem);
        QVERIFY2(problem.isEmpty(), qPrintable(name + u": "_s + problem));
        QVERIFY2(!messages.isEmpty(), qPrintable(name + u" holds no message"_s));
        for (const Message &message : messages) {
            const QString what = ::fault(message, name.endsWith(u"_en.ts"_s));
            if (!what.isEmpty())
                bad << u"%1: \"%2\" %3"_s.arg(name, message.source, what);
        }
    }
    QVERIFY2(bad.isEmpty(), qPrintable(bad.join(u'\n')));
}

void TestTranslations::fault_data()
{
    QTest::addColumn<QString>("xml");
    QTest::addColumn<bool>("english");
    QTest::addColumn<bool>("expectedGood");
    const QString plain = u"<message><source>%1</source><translation%2>%3</translation></message>"_s;
    QTest::newRow("placeholders in another order")
        << plain.arg(u"%1 of %2"_s, QString(), u"von %2 %1"_s) << false << true;
    QTest::newRow("a localised number") << plain.arg(u"%L1 ms"_s, QString(), u"%1 ms"_s) << false << true;
    QTest::newRow("a placeholder is lost") << plain.arg(u"%1 of %2"_s, QString(), u"%1"_s) << false << false;
    QTest::newRow("an empty text") << plain.arg(u"Key"_s, QString(), QString()) << false << false;
    QTest::newRow("unfinished") << plain.arg(u"Key"_s, u" type=\"unfinished\""_s, u"Key"_s) << false << false;
    QTest::newRow("unfinished in English")
        << plain.arg(u"Key"_s, u" type=\"unfinished\""_s, QString()) << true << true;
    QTest::newRow("a number that is a word")
        << u"<message numerus=\"yes\"><source>%n model(s)</source><translation>"
           "<numerusform>one model</numerusform><numerusform>%n models</numerusform></translation></message>"_s
        << true << true;
}

void TestTranslations::fault()
{
    QFETCH(QString, xml);
    QFETCH(bool, english);
    QFETCH(bool, expectedGood);
    QByteArray bytes = xml.toUtf8();
    QBuffer buffer(&bytes);
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    QString problem;
    const QList<Message> messages = readMessages(buffer, &problem);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QCOMPARE(messages.size(), 1);
    QCOMPARE(::fault(messages.first(), english).isEmpty(), expectedGood);
}

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
