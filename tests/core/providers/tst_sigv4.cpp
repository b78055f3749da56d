#include "core/providers/adapters/bedrock/credentials.h"
#include "core/providers/adapters/bedrock/modelid.h"
#include "core/providers/adapters/bedrock/sigv4.h"
#include "tests/core/providers/providersupport.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::providertest;
using namespace gw::providers::bedrock;

namespace {

constexpr const char *kBody = R"({"messages":[{"role":"user","content":[{"text":"hi"}]}]})";

std::string sha256(const std::string &text)
{
    return QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

AwsCredentials example()
{
    return {"AKIDEXAMPLE", Secret(std::string("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")), {}};
}

config::Deployment withKeys(const std::map<std::string, std::string> &params,
                            const std::string &model = "bedrock/anthropic.claude-sonnet-4-5-v1:0")
{
    config::Deployment row = deployment(model, "");
    for (const auto &[name, value] : params)
        row.params.credentials.emplace(name, Secret(value));
    return row;
}

}   // namespace

class TestSigV4 final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void writesTheCanonicalRequest_data();
    void writesTheCanonicalRequest();
    void signsTheExample();
    void signsSessionTokens();
    void encodesOneSegment_data();
    void encodesOneSegment();
    void takesModelNamesApart_data();
    void takesModelNamesApart();
    void findsFoundationModels();
    void readsProfiles();
    void choosesCredentials_data();
    void choosesCredentials();
    void choosesRegions_data();
    void choosesRegions();
    void saysThatKeysAreMissing();
    void takesOnRoles();
    void takesOnRolesByWebIdentity();
    void saysWhyARoleIsRefused();

private:
    QTemporaryDir m_home;
};

void TestSigV4::initTestCase()
{
    QVERIFY(m_home.isValid());
    QFile credentials(m_home.filePath(QStringLiteral("credentials")));
    QVERIFY(credentials.open(QIODevice::WriteOnly));
    credentials.write(
        "# mine\n[default]\naws_access_key_id = AKDEFAULT\naws_secret_access_key=s1\n\n[work]\r\n"
        "aws_access_key_id=AKWORK\r\naws_secret_access_key = s2 \r\naws_session_token=t2\r\n");
    QFile config(m_home.filePath(QStringLiteral("config")));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write(
        "[default]\nregion=eu-central-1\n[profile work]\nregion = ap-south-1\n[profile empty]\nregion=x\n");
}

// Files and variables of the machine that runs the test say nothing.
void TestSigV4::init()
{
    qputenv("AWS_SHARED_CREDENTIALS_FILE", m_home.filePath(QStringLiteral("credentials")).toUtf8());
    qputenv("AWS_CONFIG_FILE", m_home.filePath(QStringLiteral("config")).toUtf8());
    qunsetenv("AWS_PROFILE");
}

void TestSigV4::writesTheCanonicalRequest_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("query");
    const auto row = [](const char *name, const char *url, const char *path, const char *query) {
        QTest::newRow(name) << QByteArray(url) << QByteArray(path) << QByteArray(query);
    };
    row("what is encoded is encoded again", "https://h/model/a%3Ab%2Fc/converse",
        "/model/a%253Ab%252Fc/converse", "");
    row("no path", "https://h", "/", "");
    row("a slash at the end", "https://h/a/", "/a/", "");
    row("a query is sorted", "https://h/a?b=2&a=1&c", "/a", "a=1&b=2&c=");
}

void TestSigV4::writesTheCanonicalRequest()
{
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, query);
    const std::string text = canonicalRequest("POST", url.toStdString(), {{"Host", "h"}, {"A-b", "c"}}, "");
    // The digest is that of nothing.
    QCOMPARE(text, "POST\n" + path.toStdString() + "\n" + query.toStdString() +
                       "\na-b:c\nhost:h\n\na-b;host\n"
                       "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

void TestSigV4::signsTheExample()
{
    const std::string url = "https://bedrock-runtime.us-east-1.amazonaws.com/model/" +
                            uriEncoded("us.anthropic.claude-sonnet-4-5-20250929-v1:0") + "/converse";
    QVERIFY(url.ends_with("/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse"));
    const wire::Headers signedOnes{{"content-type", "application/json"},
                                   {"host", "bedrock-runtime.us-east-1.amazonaws.com"},
                                   {"x-amz-date", "20260102T030405Z"}};
    QCOMPARE(sha256(canonicalRequest("POST", url, signedOnes, kBody)),
             std::string("03739368ba3a38550642f2f0b125913133b59ea24b057bf10af091359fa5b41f"));
    wire::Headers headers{{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    // 2026-01-02 03:04:05 UTC
    signV4(headers, url, kBody, example(), {.region = "us-east-1", .unixS = 1'767'323'045});
    QVERIFY(headers.valueOr("x-amz-date") == "20260102T030405Z");
    QVERIFY(!headers.contains("x-amz-security-token"));
    QCOMPARE(std::string(headers.valueOr("authorization")),
             std::string("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/bedrock/aws4_request, "
                         "SignedHeaders=content-type;host;x-amz-date, "
                         "Signature=6b18186d5132c71249f705372d764ddfd8a9890b662230fb355af564c05e1c35"));
}

void TestSigV4::signsSessionTokens()
{
    AwsCredentials credentials = example();
    credentials.sessionToken = Secret(std::string("session"));
    wire::Headers headers{{"Content-Type", "application/json"}};
    signV4(headers, "http://127.0.0.1:8000/model/x/converse", kBody, credentials,
           {.region = "us-east-1", .unixS = 1'767'323'045});
    QVERIFY(headers.valueOr("x-amz-security-token") == "session");
    QVERIFY(headers.valueOr("authorization")
                .find("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token") !=
            std::string_view::npos);
}

void TestSigV4::encodesOneSegment_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("encoded");
    QTest::newRow("a version") << QByteArray("amazon.nova-lite-v1:0")
                               << QByteArray("amazon.nova-lite-v1%3A0");
    QTest::newRow("an ARN")
        << QByteArray("arn:aws:bedrock:us-east-1:0:application-inference-profile/x~_")
        << QByteArray("arn%3Aaws%3Abedrock%3Aus-east-1%3A0%3Aapplication-inference-profile%2Fx~_");
    QTest::newRow("other bytes") << QByteArray("a b\xc3\xa9%") << QByteArray("a%20b%C3%A9%25");
}

void TestSigV4::encodesOneSegment()
{
    QFETCH(QByteArray, text);
    QTEST(QByteArray::fromStdString(uriEncoded(text.toStdString())), "encoded");
}

void TestSigV4::takesModelNamesApart_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("region");
    QTest::addColumn<QByteArray>("family");
    QTest::addColumn<bool>("invoke");
    const auto row = [](const char *name, const char *id, const char *region, const char *family,
                        bool invoke) {
        QTest::newRow(name) << QByteArray(name) << QByteArray(id) << QByteArray(region) << QByteArray(family)
                            << invoke;
    };
    row("anthropic.claude-v2:1", "anthropic.claude-v2:1", "", "", false);
    row("converse/us.amazon.nova-pro-v1:0", "us.amazon.nova-pro-v1:0", "", "", false);
    row("invoke/us.anthropic.claude-opus-4-8", "us.anthropic.claude-opus-4-8", "", "", true);
    row("us-gov-west-1/invoke/anthropic.claude-v2", "anthropic.claude-v2", "us-gov-west-1", "", true);
    row("converse/eu-west-3/mistral.x", "mistral.x", "eu-west-3", "", false);
    row("llama/arn:aws:bedrock:us-east-2:1:imported-model/x", "arn:aws:bedrock:us-east-2:1:imported-model/x",
        "us-east-2", "llama", false);
    row("arn:aws:bedrock:eu-north-1:1:provisioned-model/converse/x",
        "arn:aws:bedrock:eu-north-1:1:provisioned-model/converse/x", "eu-north-1", "", false);
    row("openai.gpt-oss-120b-1:0", "openai.gpt-oss-120b-1:0", "", "", false);
}

void TestSigV4::takesModelNamesApart()
{
    QFETCH(QByteArray, name);
    const ModelId model = parseModelId(name.toStdString());
    QTEST(QByteArray::fromStdString(model.id), "id");
    QTEST(QByteArray::fromStdString(model.region), "region");
    QTEST(QByteArray::fromStdString(model.family), "family");
    QTEST(model.route == ModelId::Route::Invoke, "invoke");
}

void TestSigV4::findsFoundationModels()
{
    QCOMPARE(foundationModel("us.anthropic.claude-x"), std::string("anthropic.claude-x"));
    QCOMPARE(foundationModel("global.anthropic.claude-x"), std::string("anthropic.claude-x"));
    QCOMPARE(foundationModel("us-gov.anthropic.claude-x"), std::string("anthropic.claude-x"));
    QCOMPARE(foundationModel("anthropic.claude-x"), std::string("anthropic.claude-x"));
}

void TestSigV4::readsProfiles()
{
    const char *credentials =
        "[a]\naws_access_key_id=1\n[b]\naws_access_key_id = 2\naws_secret_access_key=x=y\n";
    const Profile profile =
        readProfile(credentials, "[profile b]\n; region=no\nregion=us-east-2\n[b]\nregion=no\n", "b");
    QCOMPARE(profile.credentials.accessKey, std::string("2"));
    QCOMPARE(profile.credentials.secretKey.reveal(), std::string("x=y"));
    QCOMPARE(profile.region, std::string("us-east-2"));
    QVERIFY(!readProfile(credentials, "", "a").credentials.known());
    QVERIFY(readProfile("", "", "a").region.empty());
}

void TestSigV4::choosesCredentials_data()
{
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<QByteArray>("variables");
    QTest::addColumn<QByteArray>("chosen");   // The access key, or the bearer token behind "Bearer ".
    const auto row = [](const char *name, const char *params, const char *variables, const char *chosen) {
        QTest::newRow(name) << QByteArray(params) << QByteArray(variables) << QByteArray(chosen);
    };
    const char *keys = R"({"AWS_ACCESS_KEY_ID":"AKENV","AWS_SECRET_ACCESS_KEY":"s"})";
    const char *both =
        R"({"AWS_ACCESS_KEY_ID":"AKENV","AWS_SECRET_ACCESS_KEY":"s","AWS_BEARER_TOKEN_BEDROCK":"token"})";
    row("keys of the config come first", R"({"aws_access_key_id":"AKROW","aws_secret_access_key":"s"})", both,
        "AKROW");
    row("a profile of the config comes before the environment", R"({"aws_profile_name":"work"})", both,
        "AKWORK");
    row("a Bedrock key comes before other keys", "{}", both, "Bearer token");
    row("keys of the environment", "{}", keys, "AKENV");
    row("a profile of the environment", "{}", R"({"AWS_PROFILE_NAME":"work"})", "AKWORK");
    row("the default profile", "{}", "{}", "AKDEFAULT");
}

void TestSigV4::choosesCredentials()
{
    QFETCH(QByteArray, params);
    QFETCH(QByteArray, variables);
    QFETCH(QByteArray, chosen);
    const auto texts = [](const QByteArray &text) {
        std::map<std::string, std::string> out;
        const json::Value value = parsed(text.toStdString());
        for (const auto &member : value.get_object())
            out.emplace(member.key(), member.value().get_string());
        return out;
    };
    const config::Deployment row = withKeys(texts(params));
    const auto identity = identityFor(target(row, texts(variables)), {}, {});
    QVERIFY2(identity.ok(), identity.ok() ? "" : identity.error().message.c_str());
    const Identity &got = identity.value();
    const std::string who =
        got.bearer.isEmpty() ? got.credentials.accessKey : "Bearer " + got.bearer.reveal();
    QCOMPARE(who, chosen.toStdString());
}

void TestSigV4::choosesRegions_data()
{
    QTest::addColumn<QByteArray>("param");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("region");
    QTest::newRow("the config") << QByteArray("us-east-1") << QByteArray("us-east-2/x")
                                << QByteArray("us-west-1") << QByteArray("us-east-1");
    QTest::newRow("the name") << QByteArray() << QByteArray("us-east-2/x") << QByteArray("us-west-1")
                              << QByteArray("us-east-2");
    QTest::newRow("the environment") << QByteArray() << QByteArray("x") << QByteArray("us-west-1")
                                     << QByteArray("us-west-1");
    QTest::newRow("the profile") << QByteArray() << QByteArray("x") << QByteArray()
                                 << QByteArray("eu-central-1");
}

void TestSigV4::choosesRegions()
{
    QFETCH(QByteArray, param);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, variable);
    QFETCH(QByteArray, region);
    config::Deployment row = withKeys({});
    if (!param.isEmpty())
        row.params.credentials.emplace("aws_region_name", Secret(param.toStdString()));
    Variables variables;
    if (!variable.isEmpty())
        variables.emplace("AWS_REGION", variable.toStdString());
    const auto identity = identityFor(target(row, variables), parseModelId(name.toStdString()), {});
    QVERIFY(identity.ok());
    QCOMPARE(identity.value().region, region.toStdString());
    // With nothing at all there is a last one.
    QCOMPARE(regionFor(target(withKeys({})), {}, nullptr), std::string("us-west-2"));
}

void TestSigV4::saysThatKeysAreMissing()
{
    const config::Deployment row = withKeys({{"aws_profile_name", "empty"}});
    const auto identity = identityFor(target(row), {}, {});
    QVERIFY(!identity.ok());
    QVERIFY(identity.error().code == ErrorCode::UpstreamAuthentication);
    QVERIFY(identity.error().message.find("'empty'") != std::string::npos);
}

void TestSigV4::takesOnRoles()
{
    const config::Deployment row = withKeys({{"aws_access_key_id", "AK"},
                                             {"aws_secret_access_key", "very-secret"},
                                             {"aws_region_name", "eu-west-1"},
                                             {"aws_role_name", "arn:aws:iam::1:role/r"},
                                             {"aws_session_name", "me"},
                                             {"aws_external_id", "x y"}});
    const providers::Target to = target(row);
    const providers::Adapter &bedrock = adapter("bedrock");
    const std::string key = bedrock.tokenKey(to);
    QVERIFY(key.find("role/r") != std::string::npos);
    QVERIFY(key.find("very-secret") == std::string::npos);
    const auto request = bedrock.tokenRequest(to, 1'767'323'045);
    QVERIFY(request.ok());
    const providers::WireRequest &wire = request.value().wire;
    QVERIFY(wire.url == "https:/"
                        "/sts.eu-west-1.amazonaws.com/");
    QVERIFY(wire.body == "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&"
                         "RoleSessionName=me&ExternalId=x%20y");
    QVERIFY(wire.headers.valueOr("authorization")
                .starts_with("AWS4-HMAC-SHA256 Credential=AK/20260102/eu-west-1/sts/aws4_request, "));
    const auto token = bedrock.readToken(
        200, "<A><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s/+</SecretAccessKey>"
             "<SessionToken>st==</SessionToken></Credentials></A>");
    QVERIFY(token.ok());
    QVERIFY(token.value().lifeS > 0 && token.value().lifeS < 3600);
    const chat::Call made = call("openaichat", R"({"model":"m","messages":[]})");
    const auto sent = bedrock.encode(made, to, {.unixS = 1'767'323'045, .token = token.value().value});
    QVERIFY(sent.ok());
    QVERIFY(sent.value().headers.valueOr("authorization").find("Credential=ASIA/") != std::string_view::npos);
    QVERIFY(sent.value().headers.valueOr("x-amz-security-token") == "st==");
    QVERIFY(bedrock.tokenKey(target(withKeys({}))).empty());
}

void TestSigV4::takesOnRolesByWebIdentity()
{
    const std::string path = m_home.filePath(QStringLiteral("token")).toStdString();
    QFile file(QString::fromStdString(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("jwt.a.b\n");
    file.close();
    for (const std::string &given : {std::string("jwt.a.b"), path}) {
        const config::Deployment row = withKeys({{"aws_role_name", "r"},
                                                 {"aws_web_identity_token", given},
                                                 {"aws_sts_endpoint", "http:/"
                                                                      "/127.0.0.1:9"}});
        const auto request = adapter("bedrock").tokenRequest(target(row), 0);
        QVERIFY(request.ok());
        QVERIFY(request.value().wire.url == "http:/"
                                            "/127.0.0.1:9/");
        QVERIFY(request.value().wire.body ==
                "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=r&RoleSessionName=gateway&"
                "WebIdentityToken=jwt.a.b");
        QVERIFY(!request.value().wire.headers.contains("authorization"));
    }
}

void TestSigV4::saysWhyARoleIsRefused()
{
    const auto refused =
        adapter("bedrock").readToken(403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not "
                                          "yours</Message></Error></ErrorResponse>");
    QVERIFY(!refused.ok());
    QVERIFY(refused.error().code == ErrorCode::UpstreamAuthentication);
    QVERIFY(refused.error().message.find("not yours") != std::string::npos);
    QVERIFY(!adapter("bedrock").readToken(200, "{}").ok());
}

QTEST_GUILESS_MAIN(TestSigV4)
#include "tst_sigv4.moc"
