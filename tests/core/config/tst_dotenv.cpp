#include "core/config/dotenv.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace gw::config;

class TestDotEnv final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parseDotEnv_data();
    void parseDotEnv();
    void existingVariablesWin();
    void isLeftUnreadInProduction();
};

void TestDotEnv::parseDotEnv_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *text, const char *expected) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
    };
    row("plain", "A=1\nB=two words\n", "A=1|B=two words");
    row("blanks around", "  A =  1  \r\n", "A=1");
    row("export", "export A=1\n", "A=1");
    row("comments", "# A=0\nA=1 # one\nB=x#y\nC=#none\n", "A=1|B=x#y|C=");
    row("double quotes", "A=\"x \\\"y\\\" \\n# z\" # c\n", "A=x \"y\" \n# z");
    row("single quotes", "A='x \\n \"y\"'\n", "A=x \\n \"y\"");
    row("several lines", "A=\"x\ny\"\nB=2\n", "A=x\ny|B=2");
    row("equals sign within", "URL=postgres://u:p@h/d?a=b\n", "URL=postgres://u:p@h/d?a=b");
    row("no value", "A=\nB\n=c\n", "A=");
    row("byte-order mark",
        "\xef\xbb\xbf"
        "A=1",
        "A=1");
    row("open quote", "A=\"x", "A=x");
}

void TestDotEnv::parseDotEnv()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QByteArrayList list;
    for (const auto &[name, value] : gw::config::parseDotEnv(text.toStdString()))
        list << QByteArray::fromStdString(name + "=" + value);
    QCOMPARE(list.join('|'), expected);
}

void TestDotEnv::existingVariablesWin()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral(".env")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("A=1\nB=2\n");
    file.close();
    const auto environment = [](const std::string &name) -> std::optional<std::string> {
        return name == "A" ? std::optional<std::string>("") : std::nullopt;
    };
    const Variables variables = loadDotEnv(folder.path().toStdString(), environment);
    QCOMPARE(variables.size(), std::size_t(1));
    QCOMPARE(variables[0].first, std::string("B"));
}

void TestDotEnv::isLeftUnreadInProduction()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral(".env")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("A=1\n");
    file.close();
    const auto production = [](const std::string &name) -> std::optional<std::string> {
        return name == "LITELLM_MODE" ? std::optional<std::string>("PRODUCTION") : std::nullopt;
    };
    QVERIFY(loadDotEnv(folder.path().toStdString(), production).empty());
    QCOMPARE(loadDotEnv(folder.path().toStdString(), {}).size(), std::size_t(1));
    QVERIFY(loadDotEnv(folder.filePath(QStringLiteral("none")).toStdString(), {}).empty());
}

QTEST_GUILESS_MAIN(TestDotEnv)
#include "tst_dotenv.moc"
