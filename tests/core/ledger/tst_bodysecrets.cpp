#include "core/base/json.h"
#include "core/ledger/bodysecrets.h"

#include <QTest>

using namespace gw;
using ledger::withoutSecrets;

Q_DECLARE_METATYPE(std::string)

class TestBodySecrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesSecretsOut_data();
    void takesSecretsOut();
    void leavesTheRest_data();
    void leavesTheRest();
    void keepsJsonJson_data();
    void keepsJsonJson();
    void takesAKeyThatIsCutOff();
    void isFastOnPictures();
};

void TestBodySecrets::takesSecretsOut_data()
{
    QTest::addColumn<std::string>("body");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char *name, const char *body, const char *expected) {
        QTest::newRow(name) << std::string(body) << std::string(expected);
    };
    row("an api_key field of a request", R"({"model":"m","api_key":"anything at all"})",
        R"({"model":"m","api_key":"[redacted]"})");
    row("a field of a provider's key", R"({"aws_secret_access_key" : "abc/def+1"})",
        R"({"aws_secret_access_key" : "[redacted]"})");
    row("a header as a field", R"({"extra_headers":{"Authorization":"Bearer abc.def"}})",
        R"({"extra_headers":{"Authorization":"[redacted]"}})");
    row("a value with a quote in it", R"({"password":"a\"b\\","next":1})",
        R"({"password":"[redacted]","next":1})");
    row("JSON in a string", R"({"arguments":"{\"api_key\": \"k\\\"1\", \"n\": 2}"})",
        R"({"arguments":"{\"api_key\": \"[redacted]\", \"n\": 2}"})");
    row("a JSON string that ends within", R"({"text":"{\"api_key\": \"abc","next":1})",
        R"({"text":"{\"api_key\": \"[redacted]","next":1})");
    row("an OpenAI key in a text", R"({"content":"use sk-proj-abcdefghijklmnop now"})",
        R"({"content":"use [redacted] now"})");
    row("a key behind a line break", R"({"content":"key:\nsk-ant-api03-abcdefghijkl"})",
        R"({"content":"key:\n[redacted]"})");
    row("a Google key in an address", "https://x.example/v1?key=AIzaSyA1234567890abcdefghijklmnopqrstu&a=1",
        "https://x.example/v1?key=[redacted]&a=1");
    row("an AWS key id", "id AKIAIOSFODNN7EXAMPLE.", "id [redacted]");
    row("a GitHub token", "ghp_abcdefghijklmnopqrstuvwxyz0123456789 is it", "[redacted] is it");
    row("a bearer token of a curl command", R"(-H \"Authorization: Bearer abcdef123456\")",
        R"(-H \"Authorization: Bearer [redacted]\")");
    row("a variable of a shell", "export OPENAI_API_KEY=abcdef123456 && run",
        "export OPENAI_API_KEY=[redacted] && run");
    row("a variable of a shell in quotes", "ANTHROPIC_API_KEY='abc def' run",
        "ANTHROPIC_API_KEY='[redacted]' run");
    row("a web token", "t eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcdefg, x", "t [redacted], x");
    row("a private key", R"("-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----\nrest")",
        R"("[redacted]\nrest")");
    row("a private key without an end", R"({"a":"-----BEGIN PRIVATE KEY-----\nMIIE","b":1})",
        R"({"a":"[redacted]","b":1})");
    row("two of them", R"({"api_key":"one1234","apiKey":"two5678"})",
        R"({"api_key":"[redacted]","apiKey":"[redacted]"})");
}

void TestBodySecrets::takesSecretsOut()
{
    QFETCH(std::string, body);
    QFETCH(std::string, expected);
    QCOMPARE(QString::fromStdString(withoutSecrets(body, false)), QString::fromStdString(expected));
}

void TestBodySecrets::leavesTheRest_data()
{
    QTest::addColumn<std::string>("body");
    QTest::newRow("no secret") << std::string(
        R"({"messages":[{"role":"user","content":"risk-free desk-top"}]})");
    QTest::newRow("a short word that begins like a key") << std::string("sk-1 and eyJ and hf_x");
    QTest::newRow("a schema of a field") << std::string(R"({"password":{"type":"string"},"max_tokens":10})");
    QTest::newRow("an empty value") << std::string(R"({"api_key":"","x":null})");
    QTest::newRow("a reference") << std::string(R"({"api_key":"os.environ/OPENAI_API_KEY"})");
    QTest::newRow("a public key") << std::string(
        "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----");
    std::string picture = "data:image/png;base64,";
    for (int i = 0; i < 200; ++i)
        picture += "iVBORw0KGgo/eyJhbGciOiJIUzI1NiJ9AKIA+abc";
    QTest::newRow("a picture") << picture;
}

void TestBodySecrets::leavesTheRest()
{
    QFETCH(std::string, body);
    QCOMPARE(QString::fromStdString(withoutSecrets(body, false)), QString::fromStdString(body));
}

void TestBodySecrets::keepsJsonJson_data()
{
    QTest::addColumn<std::string>("body");
    QTest::newRow("nested twice") << std::string(
        R"({"a":"{\"b\":\"{\\\"api_key\\\":\\\"x\\\\\\\"y\\\"}\"}","c":["sk-abcdefghijklmnopq"]})");
    QTest::newRow("a token at the end of a text") << std::string(R"({"a":"Bearer abcdefghijkl"})");
    QTest::newRow("an apostrophe behind a name") << std::string(R"({"a":"password: 'tis open","b":"c"})");
}

void TestBodySecrets::keepsJsonJson()
{
    QFETCH(std::string, body);
    QVERIFY(json::parse(body).ok());
    const std::string out = withoutSecrets(body, false);
    QVERIFY2(json::parse(out).ok(), out.c_str());
    QVERIFY(out != body);
}

void TestBodySecrets::takesAKeyThatIsCutOff()
{
    QCOMPARE(withoutSecrets("it is sk-abc", true), "it is [redacted]");
    QCOMPARE(withoutSecrets("it is sk-abc", false), "it is sk-abc");
}

void TestBodySecrets::isFastOnPictures()
{
    const std::string picture(std::size_t{4} << 20, 'A');
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(withoutSecrets(picture, false).size(), picture.size());
    QVERIFY(clock.elapsed() < 2000);
}

QTEST_APPLESS_MAIN(TestBodySecrets)
#include "tst_bodysecrets.moc"
