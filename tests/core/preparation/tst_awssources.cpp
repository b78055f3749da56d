#include "core/preparation/tokens.h"
#include "core/providers/adapters/bedrock/credentials.h"
#include "core/providers/adapters/bedrock/sts.h"
#include "core/providers/registry.h"
#include "core/upstream/transports.h"
#include "tests/support/fakeupstream.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

using namespace gw;
using namespace gw::preparation;
using gw::providers::bedrock::AwsCredentials;
using gw::test::FakeUpstream;

// Credentials of AWS that are fetched, from a scripted server on this machine and from a program.
class TestAwsSources final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void needsNothingWhereKeysAreWritten();
    void asksTheSingleSignOn();
    void saysWhenTheSignInHasEnded();
    void runsTheUsersProgram();
    void saysWhyTheProgramGaveNothing_data();
    void saysWhyTheProgramGaveNothing();
    void asksTheContainer();
    void sendsNoTokenToStrangers();
    void asksTheMachineInThreeSteps();
    void takesOnTheRoleOfAProfile();
    void takesOnRolesInARow_data();
    void takesOnRolesInARow();
    void saysWhatIsWrongWithARole_data();
    void saysWhatIsWrongWithARole();
    void asksAgainOnlyWhenTheyEnd();

private:
    void write(const std::string &name, const std::string &text)
    {
        const std::filesystem::path path = std::filesystem::path(home()) / ".aws" / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path) << text;
    }
    std::string home() const { return m_home->path().toStdString(); }
    static std::string sha1(const char *text)
    {
        return QCryptographicHash::hash(text, QCryptographicHash::Sha1).toHex().toStdString();
    }
    providers::Target target() const
    {
        providers::Target out = providers::resolveTarget(
            providers::Catalog::builtIn(), m_row, false,
            [](std::string_view) -> std::optional<std::string> { return std::nullopt; });
        return out;
    }
    const providers::Adapter &bedrock() const { return *m_adapters.find("bedrock"); }
    // The credentials, or an error.
    Result<AwsCredentials> fetch(std::int64_t unixS = 1000)
    {
        const providers::Target to = target();
        const std::string key = bedrock().tokenKey(to);
        if (key.empty())
            return Error{.code = ErrorCode::Internal, .message = "nothing to fetch"};
        if (const auto known = m_tokens->known(key, unixS))
            return providers::bedrock::credentialsFrom(*known);
        std::optional<Result<Secret>> outcome;
        const auto begun = m_tokens->fetch(key, bedrock(), to, {}, unixS,
                                           [&](Result<Secret> secret) { outcome = std::move(secret); });
        if (!begun.ok())
            return begun.error();
        [&] { QTRY_VERIFY(outcome.has_value()); }();
        if (!outcome)
            return Error{.code = ErrorCode::Internal, .message = "no answer"};
        if (!outcome->ok())
            return outcome->error();
        return providers::bedrock::credentialsFrom(outcome->value());
    }

    std::unique_ptr<QTemporaryDir> m_home;
    const providers::Adapters m_adapters;
    config::Deployment m_row;
    net::Reactor m_reactor;
    upstream::Transports m_transport{m_reactor};
    std::unique_ptr<Tokens> m_tokens;
};

namespace {

std::string answer(const std::string &body, const std::string &head = "200 OK")
{
    return "HTTP/1.1 " + head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

constexpr std::string_view kKeys =
    R"({"AccessKeyId":"AK","SecretAccessKey":"SK","Token":"ST","Expiration":"1970-01-01T01:00:00Z"})";

}   // namespace

void TestAwsSources::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    qputenv("HOME", m_home->path().toUtf8());
    for (const char *name :
         {"AWS_PROFILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_ENDPOINT_URL_SSO",
          "AWS_ENDPOINT_URL_STS", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_EC2_METADATA_SERVICE_ENDPOINT"})
        qunsetenv(name);
    qputenv("AWS_EC2_METADATA_DISABLED", "true");
    m_row = {};
    m_row.modelName = "m";
    m_row.info.id = "id";
    m_row.params.model = "bedrock/amazon.nova-pro-v1:0";
    m_tokens = std::make_unique<Tokens>(m_transport);
}

void TestAwsSources::needsNothingWhereKeysAreWritten()
{
    QCOMPARE(bedrock().tokenKey(target()), std::string());
    write("credentials", "[default]\naws_access_key_id=A\naws_secret_access_key=S\n");
    write("config",
          "[default]\ncredential_process = /bin/false\n[profile p]\ncredential_process=/bin/true\n");
    QCOMPARE(bedrock().tokenKey(target()), std::string());
    m_row.params.other["aws_profile_name"] = "p";
    QCOMPARE(bedrock().tokenKey(target()), std::string("aws process p"));
    m_row.params.other["aws_access_key_id"] = "A";
    m_row.params.other["aws_secret_access_key"] = "S";
    QCOMPARE(bedrock().tokenKey(target()), std::string());
}

void TestAwsSources::asksTheSingleSignOn()
{
    std::string heard;
    FakeUpstream portal([&](const std::string &request) -> FakeUpstream::Script {
        heard = request;
        return {test::send(answer(
            R"({"roleCredentials":{"accessKeyId":"AK","secretAccessKey":"SK","sessionToken":"ST","expiration":3600000}})"))};
    });
    qputenv("AWS_ENDPOINT_URL_SSO", QByteArray::fromStdString(portal.url("")));
    write("config",
          "[profile dev]\nsso_session = work\nsso_account_id = 12\nsso_role_name = My Role\nregion = "
          "eu-west-1\n[sso-session work]\nsso_start_url = https://e.org\nsso_region = eu-west-1\n");
    const std::string name = sha1("work");
    write("sso/cache/" + name + ".json", R"({"accessToken":"tok","expiresAt":"2099-01-01T00:00:00Z"})");
    m_row.params.other["aws_profile_name"] = "dev";
    const auto keys = fetch();
    QVERIFY2(keys.ok(), keys.ok() ? "" : keys.error().message.c_str());
    QCOMPARE(keys.value().accessKey, std::string("AK"));
    QCOMPARE(keys.value().secretKey.reveal(), std::string("SK"));
    QCOMPARE(keys.value().sessionToken.reveal(), std::string("ST"));
    QVERIFY(heard.starts_with("GET /federation/credentials?account_id=12&role_name=My%20Role "));
    QVERIFY(QByteArray::fromStdString(heard).toLower().contains(
        QByteArray("x-amz-sso_bearer_token: tok").toLower()));
    // The profile's region goes with its keys.
    const auto identity =
        providers::bedrock::identityFor(target(), providers::bedrock::parseModelId("m"), keys.value());
    QCOMPARE(identity.value().region, std::string("eu-west-1"));
}

void TestAwsSources::saysWhenTheSignInHasEnded()
{
    write("config", "[default]\nsso_start_url=https://e.org\nsso_region=eu-west-1\nsso_account_id=1\n"
                    "sso_role_name=r\n");
    const std::string name = sha1("https://e.org");
    write("sso/cache/" + name + ".json", R"({"accessToken":"tok","expiresAt":"1970-01-01T00:00:10Z"})");
    const auto keys = fetch();
    QVERIFY(!keys.ok());
    QVERIFY(keys.error().code == ErrorCode::SecretAway);
    QVERIFY(keys.error().message.find("aws sso login") != std::string::npos);
    QVERIFY(keys.error().message.find("tok") == std::string::npos);
}

void TestAwsSources::runsTheUsersProgram()
{
    write("keys.json", R"({"Version":1,"AccessKeyId":"AK","SecretAccessKey":"SK","SessionToken":"ST"})");
    write("config", "[default]\ncredential_process = /bin/cat \"" + home() + "/.aws/keys.json\"\n");
    const auto keys = fetch();
    QVERIFY2(keys.ok(), keys.ok() ? "" : keys.error().message.c_str());
    QCOMPARE(keys.value().accessKey, std::string("AK"));
    QCOMPARE(keys.value().sessionToken.reveal(), std::string("ST"));
}

void TestAwsSources::saysWhyTheProgramGaveNothing_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("it fails") << QByteArray("/bin/false") << QByteArray("ended with status 1");
    QTest::newRow("it is not there") << QByteArray("/nowhere/keys") << QByteArray("cannot be started");
    QTest::newRow("it says nothing") << QByteArray("/bin/true") << QByteArray("gave none");
}

void TestAwsSources::saysWhyTheProgramGaveNothing()
{
    QFETCH(QByteArray, command);
    QFETCH(QByteArray, words);
    write("config", "[default]\ncredential_process=" + command.toStdString() + "\n");
    const auto keys = fetch();
    QVERIFY(!keys.ok());
    QVERIFY2(keys.error().message.find(words.toStdString()) != std::string::npos,
             keys.error().message.c_str());
}

void TestAwsSources::asksTheContainer()
{
    std::string heard;
    FakeUpstream agent([&](const std::string &request) -> FakeUpstream::Script {
        heard = request;
        return {test::send(answer(std::string(kKeys)))};
    });
    qputenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", QByteArray::fromStdString(agent.url("/get")));
    write("token", "Basic xyz\n");
    qputenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", QByteArray::fromStdString(home() + "/.aws/token"));
    const auto keys = fetch();
    QVERIFY2(keys.ok(), keys.ok() ? "" : keys.error().message.c_str());
    QCOMPARE(keys.value().secretKey.reveal(), std::string("SK"));
    QVERIFY(heard.starts_with("GET /get "));
    QVERIFY(heard.find("Authorization: Basic xyz\r\n") != std::string::npos);
}

void TestAwsSources::sendsNoTokenToStrangers()
{
    for (const char *url :
         {"http://e.org/get", "http://127.0.0.1@e.org/", "http://127.0.0.1.e.org/", "file:///x"}) {
        qputenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", url);
        const auto keys = fetch();
        QVERIFY(!keys.ok());
        QVERIFY2(keys.error().code == ErrorCode::SecretAway, url);
    }
}

void TestAwsSources::asksTheMachineInThreeSteps()
{
    std::vector<std::string> heard;
    FakeUpstream machine([&](const std::string &request) -> FakeUpstream::Script {
        heard.push_back(request);
        if (request.starts_with("PUT "))
            return {test::send(answer("ticket"))};
        if (request.starts_with("GET /latest/meta-data/iam/security-credentials/ "))
            return {test::send(answer("my-role\n"))};
        return {test::send(answer(std::string(kKeys)))};
    });
    qunsetenv("AWS_EC2_METADATA_DISABLED");
    qputenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", QByteArray::fromStdString(machine.url("")));
    const auto keys = fetch();
    QVERIFY2(keys.ok(), keys.ok() ? "" : keys.error().message.c_str());
    QCOMPARE(keys.value().accessKey, std::string("AK"));
    QCOMPARE(heard.size(), std::size_t{3});
    QVERIFY(heard[0].starts_with("PUT /latest/api/token "));
    QVERIFY(heard[2].starts_with("GET /latest/meta-data/iam/security-credentials/my-role "));
    for (const std::size_t i : {std::size_t{1}, std::size_t{2}})
        QVERIFY(QByteArray::fromStdString(heard[i]).toLower().contains(
            QByteArray("X-aws-ec2-metadata-token: ticket").toLower()));
}

void TestAwsSources::takesOnTheRoleOfAProfile()
{
    std::string heard;
    FakeUpstream sts([&](const std::string &request) -> FakeUpstream::Script {
        heard = request;
        return {test::send(
            answer("<R><AccessKeyId>AK</AccessKeyId><SecretAccessKey>SK</SecretAccessKey><SessionToken>ST"
                   "</SessionToken></R>"))};
    });
    qputenv("AWS_ENDPOINT_URL_STS", QByteArray::fromStdString(sts.url("/")));
    write("credentials", "[base]\naws_access_key_id=BASE\naws_secret_access_key=S\n");
    write("config", "[default]\nrole_arn=arn:aws:iam::1:role/r\nsource_profile=base\n");
    const auto keys = fetch();
    QVERIFY2(keys.ok(), keys.ok() ? "" : keys.error().message.c_str());
    QCOMPARE(keys.value().accessKey, std::string("AK"));
    QVERIFY(heard.find("Credential=BASE/") != std::string::npos);
    QVERIFY(heard.find("RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr") != std::string::npos);
}

void TestAwsSources::takesOnRolesInARow_data()
{
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QByteArray>("role");      // The deployment's own.
    QTest::addColumn<QByteArray>("signers");   // Of the requests to the token service, and the roles.
    const QByteArray program = "credential_process = /bin/cat HOME/.aws/keys.json\n";
    QTest::newRow("a role with a program's keys")
        << QByteArray("[default]\nrole_arn = first\nsource_profile = base\n[profile base]\n" + program)
        << QByteArray() << QByteArray("PROGRAM>first ");
    QTest::newRow("a role with a role with a program's keys")
        << QByteArray("[default]\nrole_arn = second\nsource_profile = middle\nexternal_id = e\n"
                      "[profile middle]\nrole_arn = first\nsource_profile = base\n[profile base]\n" +
                      program)
        << QByteArray() << QByteArray("PROGRAM>first AK-first>second ");
    QTest::newRow("the deployment's role with a program's keys")
        << QByteArray("[default]\n" + program) << QByteArray("own") << QByteArray("PROGRAM>own ");
    QTest::newRow("the deployment's role behind the profile's")
        << QByteArray("[default]\nrole_arn = first\nsource_profile = base\n[profile base]\n"
                      "aws_access_key_id = BASE\naws_secret_access_key = S\n")
        << QByteArray("own") << QByteArray("BASE>first AK-first>own ");
    QTest::newRow("a role with its own profile's keys")
        << QByteArray("[default]\nrole_arn = first\nsource_profile = default\n"
                      "aws_access_key_id = BASE\naws_secret_access_key = S\n")
        << QByteArray() << QByteArray("BASE>first ");
    QTest::newRow("a role with the container's keys")
        << QByteArray("[default]\nrole_arn = first\ncredential_source = EcsContainer\n") << QByteArray()
        << QByteArray("AK>first ");
    QTest::newRow("a role with the machine's keys")
        << QByteArray("[default]\nrole_arn = first\ncredential_source = Ec2InstanceMetadata\n")
        << QByteArray() << QByteArray("AK>first ");
}

void TestAwsSources::takesOnRolesInARow()
{
    QFETCH(QByteArray, config);
    QFETCH(QByteArray, role);
    QFETCH(QByteArray, signers);
    std::string heard;
    const auto between = [](const std::string &text, const std::string &begin, const char *end) {
        const std::size_t at = text.find(begin) + begin.size();
        return text.substr(at, text.find_first_of(end, at) - at);
    };
    FakeUpstream service([&](const std::string &request) -> FakeUpstream::Script {
        if (request.starts_with("PUT "))
            return {test::send(answer("ticket"))};
        if (request.starts_with("GET /latest/meta-data/iam/security-credentials/ "))
            return {test::send(answer("my-role"))};
        if (request.starts_with("GET "))
            return {test::send(answer(std::string(kKeys)))};
        const std::string arn = between(request, "RoleArn=", "& \r");
        heard += between(request, "Credential=", "/") + ">" + arn + " ";
        return {test::send(answer("<R><AccessKeyId>AK-" + arn +
                                  "</AccessKeyId><SecretAccessKey>SK</SecretAccessKey><SessionToken>ST"
                                  "</SessionToken></R>"))};
    });
    qputenv("AWS_ENDPOINT_URL_STS", QByteArray::fromStdString(service.url("")));
    if (config.contains("EcsContainer"))
        qputenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", QByteArray::fromStdString(service.url("/get")));
    qputenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", QByteArray::fromStdString(service.url("")));
    write("keys.json", R"({"Version":1,"AccessKeyId":"PROGRAM","SecretAccessKey":"SK"})");
    write("config", QByteArray(config).replace("HOME", m_home->path().toUtf8()).toStdString());
    if (!role.isEmpty())
        m_row.params.other["aws_role_name"] = role.toStdString();
    const auto keys = fetch();
    QVERIFY2(keys.ok(), keys.ok() ? "" : keys.error().message.c_str());
    QCOMPARE(heard, signers.toStdString());
    const std::string last = signers.mid(signers.lastIndexOf('>') + 1).trimmed().toStdString();
    QCOMPARE(keys.value().accessKey, "AK-" + last);
}

void TestAwsSources::saysWhatIsWrongWithARole_data()
{
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("nobody has keys") << QByteArray("[default]\nrole_arn=r\nsource_profile=base\n")
                                     << QByteArray("has no keys");
    QTest::newRow("a circle") << QByteArray("[default]\nrole_arn=r\nsource_profile=b\n[profile b]\n"
                                            "role_arn=s\nsource_profile=default\n")
                              << QByteArray("lead to each other");
    QTest::newRow("an odd source") << QByteArray("[default]\nrole_arn=r\ncredential_source=Moon\n")
                                   << QByteArray("unknown credential_source");
    QTest::newRow("an empty environment")
        << QByteArray("[default]\nrole_arn=r\ncredential_source=Environment\n")
        << QByteArray("keys in the environment");
}

void TestAwsSources::saysWhatIsWrongWithARole()
{
    QFETCH(QByteArray, config);
    QFETCH(QByteArray, words);
    write("config", config.toStdString());
    const auto keys = fetch();
    QVERIFY(!keys.ok());
    QVERIFY(keys.error().code == ErrorCode::SecretAway);
    QVERIFY2(keys.error().message.find(words.toStdString()) != std::string::npos,
             keys.error().message.c_str());
}

void TestAwsSources::asksAgainOnlyWhenTheyEnd()
{
    int asked = 0;
    FakeUpstream agent([&](const std::string &) -> FakeUpstream::Script {
        ++asked;
        return {test::send(answer(std::string(kKeys)))};
    });
    qputenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", QByteArray::fromStdString(agent.url("/get")));
    QVERIFY(fetch(1000).ok());
    QVERIFY(fetch(3400).ok());
    QCOMPARE(asked, 1);
    QVERIFY(fetch(3500).ok());   // They end at 3600.
    QCOMPARE(asked, 2);
}

QTEST_GUILESS_MAIN(TestAwsSources)
#include "tst_awssources.moc"
