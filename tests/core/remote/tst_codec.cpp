#include "core/remote/areas.h"
#include "tests/core/remote/filled.h"

#include <QMetaMethod>
#include <QTest>

#include <set>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

namespace {

// What a method or signal takes, as values.
template <typename Result, typename Area, typename... Args>
std::tuple<std::decay_t<Args>...> argumentsOf(Result (Area::*)(Args...));
template <typename Result, typename Area, typename... Args>
std::tuple<std::decay_t<Args>...> argumentsOf(Result (Area::*)(Args...) const);

// Empty, or why a filled T does not come back from its JSON text.
template <typename T>
std::string trip()
{
    test::Filler filler;
    T before{};
    filler.fill(before);
    const auto text = [&] {
        if constexpr (requires { std::tuple_size<T>::value; })
            return std::apply([](const auto &...each) { return json::serialize(remote::encodeAll(each...)); },
                              before);
        else
            return json::serialize(remote::encode(before));
    }();
    const auto value = json::parse(text);
    if (!value.ok())
        return "its text does not parse: " + text;
    T after{};
    std::string where;
    bool read = false;
    if constexpr (requires { std::tuple_size<T>::value; })
        read = remote::decodeAll(value.value().get_array(), after, where);
    else
        read = remote::decode(value.value(), after, where);
    if (!read)
        return "it is not read: " + where;
    if constexpr (remote::Described<T>)
        if (const std::string equal = test::firstSame(before, T{}); !equal.empty())
            return "the filler leaves a member as it begins: " + equal;
    return test::same(before, after) ? std::string() : "it comes back otherwise: " + text;
}

template <typename T>
QString textOf()
{
    return QString::fromStdString(trip<T>());
}

std::set<QByteArray> signalsOf(const QMetaObject &type)
{
    std::set<QByteArray> names;
    for (int i = type.methodOffset(); i < type.methodCount(); ++i)
        if (type.method(i).methodType() == QMetaMethod::Signal)
            names.insert(type.method(i).name());
    return names;
}

template <typename T>
std::vector<T> everyKind()
{
    test::Filler filler;
    return {filler.make<T>(), filler.make<T>(), filler.make<T>(),
            filler.make<T>(), filler.make<T>(), filler.make<T>()};
}

}   // namespace

// The codec of what windows and gateways elsewhere exchange, and that its table leaves nothing out. That no
// member of a value is left out the compiler sees to (remote::isWhole).
class TestCodec final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyArgumentComesBack_data();
    void everyArgumentComesBack();
    void everySignalHasARow_data();
    void everySignalHasARow();
    void everyEventComesBack();
    void namesMembersAndEnumerators();
    void skipsWhatItDoesNotKnow();
    void tellsWhereSomethingDoesNotFit_data();
    void tellsWhereSomethingDoesNotFit();
    void tellsNothingFromNull();
    void countsMembers();
    void findsSecrets();
};

void TestCodec::everyArgumentComesBack_data()
{
    QTest::addColumn<QString>("problem");
#define ROW(name) QTest::newRow(qPrintable(area + u'.' + QLatin1StringView(#name)))
#define CHECK(name) ROW(name) << textOf<decltype(argumentsOf(&Area::name))>();
#define CHECK_CALL(answer, name, ...) CHECK(name)
#define CHECK_TELL(name, ...) CHECK(name)
#define CHECK_LOOK(type, name) ROW(name) << textOf<type>();
#define CHECK_AREA(wire, interface, access, METHODS, SIGNALS)                                                \
    {                                                                                                        \
        using Area = interface;                                                                              \
        using Bounds [[maybe_unused]] = TrafficClient::Bounds;                                               \
        const QString area = QLatin1StringView(wire);                                                        \
        METHODS(CHECK_CALL, CHECK, CHECK_TELL, CHECK_LOOK, CHECK_LOOK, CHECK_LOOK, CHECK_TELL, CHECK_CALL)   \
        SIGNALS(CHECK, CHECK, CHECK)                                                                         \
    }
    GW_AREAS(CHECK_AREA)
}

void TestCodec::everyArgumentComesBack()
{
    QFETCH(QString, problem);
    QCOMPARE(problem, QString());
}

void TestCodec::everySignalHasARow_data()
{
    QTest::addColumn<std::set<QByteArray>>("known");
    QTest::addColumn<std::set<QByteArray>>("rows");
#define NAME(name) QByteArray(#name),
// Where every question is answered on the spot nothing goes over the wire.
#define ONE(...) +1
#define NONE(...)
#define NAMES(wire, interface, access, METHODS, SIGNALS)                                                     \
    constexpr int methodsOf##interface = 0 METHODS(ONE, ONE, ONE, ONE, ONE, ONE, NONE, NONE);                \
    QTest::newRow(wire) << (methodsOf##interface > 0 ? signalsOf(interface::staticMetaObject)                \
                                                     : std::set<QByteArray>())                               \
                        << std::set<QByteArray>{SIGNALS(NAME, NAME, NAME)};
    GW_AREAS(NAMES)
}

void TestCodec::everySignalHasARow()
{
    QFETCH(std::set<QByteArray>, known);
    QFETCH(std::set<QByteArray>, rows);
    QCOMPARE(rows, known);
}

void TestCodec::everyEventComesBack()
{
    const auto before = everyKind<events::Event>();
    std::set<std::size_t> kinds;
    for (const events::Event &event : before)
        kinds.insert(event.index());
    QCOMPARE(kinds.size(), std::variant_size_v<events::Event>);
    std::vector<events::Event> after;
    std::string where;
    QVERIFY2(remote::decode(remote::encode(before), after, where), where.c_str());
    QVERIFY(test::same(before, after));
}

void TestCodec::namesMembersAndEnumerators()
{
    const json::Value step = remote::encode(TestStep{
        .kind = TestStep::Kind::Tls, .state = TestStep::State::Passed, .tookUs = 7, .detail = u"x"_s});
    QCOMPARE(json::serialize(step),
             std::string(R"({"kind":"Tls","state":"Passed","tookUs":7,"detail":"x"})"));
    const json::Value path = remote::encode(ConfigPath{std::string("model_list"), std::size_t(3)});
    QCOMPARE(json::serialize(path), std::string(R"(["model_list",3])"));
    // What it inherits stands beside its own.
    const json::Value row = remote::encode(TrafficRow());
    QVERIFY(row.get_object().contains("servedModel") && row.get_object().contains("overheadUs"));
}

void TestCodec::skipsWhatItDoesNotKnow()
{
    TestResult result{.ok = false, .problem = u"kept"_s, .models = {}};
    std::string where;
    QVERIFY(remote::decode(json::parse(R"({"ok":true,"later":{"a":1}})").value(), result, where));
    QVERIFY(result.ok);
    QCOMPARE(result.problem, u"kept"_s);
}

void TestCodec::tellsWhereSomethingDoesNotFit_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("place");
    QTest::newRow("a text for a number")
        << QStringLiteral(R"([{"aliasOf":[],"deployments":[{},{"input":"7"}]}])")
        << u"[0].deployments[1].input"_s;
    QTest::newRow("a number for a list") << QStringLiteral(R"([{"aliasOf":7}])") << u"[0].aliasOf"_s;
    QTest::newRow("a number that is too large")
        << QStringLiteral(R"([{"deployments":[{"context":18446744073709551615}]}])")
        << u"[0].deployments[0].context"_s;
    QTest::newRow("an object for the whole") << QStringLiteral(R"({})") << u""_s;
}

void TestCodec::tellsWhereSomethingDoesNotFit()
{
    QFETCH(QString, text);
    QFETCH(QString, place);
    std::vector<ModelGroup> groups;
    std::string where;
    QVERIFY(!remote::decode(json::parse(text.toStdString()).value(), groups, where));
    QCOMPARE(QString::fromStdString(where), place);
}

// "Nothing may be there" and "I do not care what is there" are two things.
void TestCodec::tellsNothingFromNull()
{
    for (const auto &seen : {std::optional<json::Value>(), std::optional<json::Value>(nullptr)}) {
        ConfigEdit edit;
        edit.seen = json::Value(1);
        std::string where;
        QVERIFY(remote::decode(remote::encode(ConfigEdit{.path = {}, .seen = seen}), edit, where));
        QCOMPARE(edit.seen.has_value(), seen.has_value());
    }
}

void TestCodec::countsMembers()
{
    struct Base
    {
        int a = 0;
        std::optional<QString> b = {};
    };
    struct Derived : Base
    {
        json::Value c;
        Secret d;
    };
    static_assert(remote::memberCount<Base>() == 2);
    static_assert(remote::memberCount<Derived>() == 3);
    QCOMPARE(remote::memberCount<Status>(), std::size_t(17));
}

void TestCodec::findsSecrets()
{
    static_assert(remote::holdsSecret<Secret>());
    static_assert(remote::holdsSecret<ProviderDraft>());
    static_assert(remote::holdsSecret<std::vector<HolderChange>>());
    static_assert(!remote::holdsSecret<Status>());
    static_assert(!remote::holdsSecret<QStringList>());
    QVERIFY(remote::holdsSecret<HolderChange>());
}

QTEST_GUILESS_MAIN(TestCodec)
#include "tst_codec.moc"
