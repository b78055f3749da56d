#include "core/auth/permission.h"

#include <QTest>

using namespace gw;
using namespace gw::auth;

namespace {

Principal callerWith(std::vector<std::string> routes, const char *role = nullptr)
{
    Principal principal;
    principal.kind = Principal::Kind::Virtual;
    access::Key key;
    key.allowedRoutes = std::move(routes);
    principal.key = std::make_shared<const access::Key>(std::move(key));
    if (role)
        principal.user = std::make_shared<const access::User>(access::User{.userId = "u", .role = role});
    return principal;
}

}   // namespace

class TestPermission final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsGroupsOfRoutes_data();
    void knowsGroupsOfRoutes();
    void keepsKeysToTheirRoutes();
    void letsViewersLook_data();
    void letsViewersLook();
    void followsTheConfig();
};

void TestPermission::knowsGroupsOfRoutes_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("llm");
    QTest::addColumn<bool>("info");
    QTest::addColumn<bool>("management");
    const auto row = [](const char *path, bool llm, bool info, bool management) {
        QTest::newRow(path) << QByteArray(path) << llm << info << management;
    };
    row("/v1/chat/completions", true, false, false);
    row("/chat/completions", true, false, false);
    row("/v1/messages", true, false, false);
    row("/v1beta/models/gemini-pro:generateContent", true, false, false);
    row("/openai/v1/files", true, false, false);
    row("/v1/models", true, true, false);
    row("/key/generate", false, false, true);
    row("/key/info", false, true, true);
    row("/team/new", false, false, true);
    row("/health", false, true, false);
    row("/spend/logs", false, false, true);
}

void TestPermission::knowsGroupsOfRoutes()
{
    QFETCH(QByteArray, path);
    QFETCH(bool, llm);
    QFETCH(bool, info);
    QFETCH(bool, management);
    const std::string text = path.toStdString();
    QCOMPARE(routeFits("llm_api_routes", text), llm);
    QCOMPARE(routeFits("info_routes", text), info);
    QCOMPARE(routeFits("management_routes", text), management);
    QVERIFY(routeFits(text, text));
    QVERIFY(routeFits(text, text + "/"));
    QVERIFY(routeFits(text.substr(0, 3) + "*", text));
    QVERIFY(!routeFits(text + "x", text));
}

void TestPermission::keepsKeysToTheirRoutes()
{
    const Principal caller = callerWith({"llm_api_routes", "/key/info"});
    QVERIFY(mayCall(caller, Access::Key, "POST", "/v1/chat/completions", {}).ok());
    QVERIFY(mayCall(caller, Access::Management, "GET", "/key/info", {}).ok());
    Principal admin = callerWith({"llm_api_routes"});
    admin.admin = true;
    QCOMPARE(mayCall(admin, Access::Management, "POST", "/key/generate", {}).error().code,
             ErrorCode::RouteDenied);
    const auto refused = mayCall(caller, Access::Management, "POST", "/key/generate", {});
    QCOMPARE(refused.error().code, ErrorCode::RouteDenied);
    QCOMPARE(refused.error().message,
             std::string("Virtual key is not allowed to call this route. Only allowed to call routes: "
                         "['llm_api_routes', '/key/info']. Tried to call route: /key/generate"));
}

void TestPermission::letsViewersLook_data()
{
    QTest::addColumn<QByteArray>("role");
    QTest::addColumn<bool>("get");
    QTest::addColumn<bool>("post");
    QTest::newRow("viewers look") << QByteArray("proxy_admin_viewer") << true << false;
    QTest::newRow("users do neither") << QByteArray("internal_user") << false << false;
}

void TestPermission::letsViewersLook()
{
    QFETCH(QByteArray, role);
    QFETCH(bool, get);
    QFETCH(bool, post);
    const Principal caller = callerWith({}, role.constData());
    QCOMPARE(mayCall(caller, Access::Admin, "GET", "/user/list", {}).ok(), get);
    const auto change = mayCall(caller, Access::Admin, "POST", "/user/new", {});
    QCOMPARE(change.ok(), post);
    QVERIFY(change.error().message.find("Your role=" + role.toStdString()) != std::string::npos);
}

void TestPermission::followsTheConfig()
{
    const Principal caller = callerWith({});
    const RouteRules rules{{"/v1/*", "/metrics"}, {"/metrics"}, {}};
    QVERIFY(mayCall(caller, Access::Key, "POST", "/v1/chat/completions", rules).ok());
    QCOMPARE(mayCall(caller, Access::Key, "POST", "/embeddings", rules).error().code, ErrorCode::RouteDenied);
    QCOMPARE(mayCall(caller, Access::Loopback, "GET", "/metrics", rules).error().code, ErrorCode::AdminOnly);
    Principal master;
    master.admin = true;
    QVERIFY(mayCall(master, Access::Admin, "POST", "/embeddings", rules).ok());
}

QTEST_APPLESS_MAIN(TestPermission)
#include "tst_permission.moc"
