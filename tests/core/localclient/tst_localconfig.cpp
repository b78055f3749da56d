#include "core/config/atomicfile.h"
#include "core/localclient/localconfig.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

#include <memory>

using namespace Qt::StringLiterals;
using namespace gw;
using namespace gw::client;

namespace {

constexpr const char *kConfig = "# mine\n"
                                "model_list:\n"
                                "  - model_name: gpt # first\n"
                                "    litellm_params: {model: openai/gpt-4o, api_key: os.environ/KEY}\n"
                                "litellm_settings:\n"
                                "  request_timeout: 30 # seconds\n"
                                "general_settings:\n"
                                "  master_key: sk-hidden\n";

constexpr const char *kOther = "include: parts.yaml\n"
                               "model_list:\n"
                               "  - model_name: gpt\n"
                               "    litellm_params: {model: openai/gpt-4o, api_key: os.environ/KEY}\n"
                               "  - model_name: claude\n"
                               "    litellm_params:\n"
                               "      model: anthropic/claude-sonnet\n"
                               "      api_key: os.environ/NOWHERE\n"
                               "      temperature: 0.5\n"
                               "litellm_settings:\n"
                               "  drop_params: true\n"
                               "  service_callbacks: [otel]\n"
                               "  langfuse_secret: sk-lf-secret\n"
                               "general_settings:\n"
                               "  master_key: sk-other\n"
                               "  odd_key: 1\n";

// A language in which a sentence is said backwards: its last place first.
class Language final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *source, const char *, int) const override
    {
        if (qstrcmp(context, "gw::config") != 0)
            return {};
        if (qstrcmp(source, "key '%1' on line %2 replaces the one on line %3") == 0)
            return u"%3 < %2: %1 100%"_s;
        return qstrcmp(source, "must be a whole number") == 0 ? u"ganz"_s : QString();
    }
};

}   // namespace

class TestLocalConfig final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void readsTextsAndIncludes();
    void checksTextsWithoutSaving();
    void tellsProblemsInTheWindowsLanguage();
    void savesAndTellsConflicts();
    void editsInPlace();
    void refusesAnEditOfWhatChangedMeanwhile();
    void tellsValuesWithOrigins();
    void listsAndReadsBackups();
    void knowsKeysWithDocs();
    void previewsAnotherConfig();
    void previewsWhatCannotBeRead();
    void copiesAnotherConfig();
    void addsChosenModels();

private:
    QString path(const char *name) const { return m_folder->path() + u'/' + QLatin1String(name); }
    void write(const char *name, const char *text) const
    {
        QVERIFY(config::writeFileAtomically(path(name).toStdString(), text).ok());
    }
    std::string read(const char *name) const { return config::readFile(path(name).toStdString()).value(); }
    // The answer to a question that was just asked.
    template <typename Answer, typename Signal>
    Answer answer(Token token, Signal signal)
    {
        Answer out{};
        bool there = false;
        const auto link = connect(m_client.get(), signal, this, [&](Token of, const Answer &value) {
            if (of == token) {
                out = value;
                there = true;
            }
        });
        const bool came = QTest::qWaitFor([&] { return there; });
        disconnect(link);
        return came ? out : Answer{};
    }
    ConfigSaved saved(Token token) { return answer<ConfigSaved>(token, &ConfigClient::saved); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<config::Vault> m_vault;
    std::unique_ptr<LocalConfig> m_client;
    int m_reloads = 0;
};

void TestLocalConfig::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    write("config.yaml", kConfig);
    write("other.yaml", kOther);
    write("parts.yaml", "router_settings: {num_retries: 2}\n");
    m_vault = std::make_unique<config::Vault>(path("vault").toStdString());
    m_reloads = 0;
    m_client = std::make_unique<LocalConfig>(
        LocalConfigParts{.vault = *m_vault,
                         .environment = [](const std::string &name) -> std::optional<std::string> {
                             if (name == "KEY")
                                 return "sk-from-environment";
                             if (name == "https_proxy")
                                 return "http://me:secret@proxy:3128";
                             return std::nullopt;
                         },
                         .reload = [this] { ++m_reloads; },
                         .masterKeySource = [] { return u"somewhere"_s; },
                         .configPath = path("config.yaml"),
                         .dataFolder = m_folder->path(),
                         .backupFolder = path("backups")});
}

void TestLocalConfig::cleanup()
{
    m_client.reset();
    m_vault.reset();
    m_folder.reset();
}

void TestLocalConfig::readsTextsAndIncludes()
{
    write("config.yaml", "include: [parts.yaml, absent.yaml]\n");
    const auto texts = answer<ConfigTexts>(m_client->requestTexts(), &ConfigClient::textsReady);
    QCOMPARE(texts.files.size(), std::size_t(3));
    QCOMPARE(texts.files[0].text, u"include: [parts.yaml, absent.yaml]\n"_s);
    QVERIFY(texts.files[1].path.endsWith(u"/parts.yaml"));
    QVERIFY(texts.files[1].exists && !texts.files[2].exists);
    QCOMPARE(m_client->facts().proxies, QStringList{u"https_proxy=http://proxy:3128"_s});
}

void TestLocalConfig::checksTextsWithoutSaving()
{
    const auto check = [&](const QString &text) {
        return answer<ConfigCheck>(m_client->check(path("config.yaml"), text), &ConfigClient::checked);
    };
    ConfigCheck outcome = check(u"model_list:\n  - model_name: a\n    litellm_params: {model: openai/a}\n"_s);
    QVERIFY(outcome.usable);
    QCOMPARE(outcome.models, 1);
    QVERIFY(outcome.problems.empty());
    outcome = check(u"a: 1\nrouter_settings: [\n"_s);
    QVERIFY(!outcome.usable);
    QCOMPARE(outcome.problems.back().line, 3);
    QVERIFY(outcome.problems.back().error);
    outcome = check(u"router_settings:\n  num_retires: 2\n"_s);
    QVERIFY(outcome.usable);
    QCOMPARE(outcome.problems.size(), std::size_t(1));
    QVERIFY(!outcome.problems[0].error);
    QCOMPARE(outcome.problems[0].line, 2);
    QVERIFY2(outcome.problems[0].message.contains(u"num_retries"), qPrintable(outcome.problems[0].message));
    QCOMPARE(read("config.yaml"), std::string(kConfig));
    QCOMPARE(m_reloads, 0);
}

void TestLocalConfig::tellsProblemsInTheWindowsLanguage()
{
    Language language;
    QVERIFY(QCoreApplication::installTranslator(&language));
    const auto outcome = answer<ConfigCheck>(
        m_client->check(path("config.yaml"),
                        u"\"%2\": 1\n\"%2\": 2\nrouter_settings: {num_retries: x, retries: 1}\n"_s),
        &ConfigClient::checked);
    QCoreApplication::removeTranslator(&language);
    QStringList told;
    for (const ConfigProblem &problem : outcome.problems)
        told << problem.message;
    QVERIFY2(told.contains(u"1 < 2: %2 100%"_s), qPrintable(told.join(u'\n')));
    QVERIFY2(told.contains(u"ganz"_s), qPrintable(told.join(u'\n')));
    // What has no translation is told in English.
    QVERIFY2(!told.filter(u"unknown key"_s).isEmpty(), qPrintable(told.join(u'\n')));
}

void TestLocalConfig::savesAndTellsConflicts()
{
    const auto texts = answer<ConfigTexts>(m_client->requestTexts(), &ConfigClient::textsReady);
    const ConfigFile &file = texts.files[0];
    const ConfigSaved first = saved(m_client->save(file.path, u"a: 1\n"_s, file.hash));
    QVERIFY2(first.ok(), qPrintable(first.problem.message));
    QCOMPARE(read("config.yaml"), std::string("a: 1\n"));
    QVERIFY(first.backup.contains(u"/backups/config.yaml.bak-"));
    QCOMPARE(m_reloads, 1);
    // The hash is that of a text that is gone.
    const ConfigSaved second = saved(m_client->save(file.path, u"a: 2\n"_s, file.hash));
    QCOMPARE(second.state, ConfigSaved::State::Conflict);
    QCOMPARE(read("config.yaml"), std::string("a: 1\n"));
    QCOMPARE(m_reloads, 1);
}

void TestLocalConfig::editsInPlace()
{
    const ConfigSaved done = saved(m_client->edit(
        {{ConfigEdit::Op::Set, {std::string("litellm_settings"), std::string("request_timeout")}, 60},
         {ConfigEdit::Op::Set,
          {std::string("portico_settings"), std::string("origins")},
          json::Array{"app://obsidian.md"}}}));
    QVERIFY2(done.ok(), qPrintable(done.problem.message));
    std::string expected = kConfig;
    expected.replace(expected.find("30 #"), 2, "60");
    expected += "portico_settings:\n  origins: [\"app://obsidian.md\"]\n";
    QCOMPARE(read("config.yaml"), expected);
    QCOMPARE(m_reloads, 1);
    const ConfigSaved refused =
        saved(m_client->edit({{ConfigEdit::Op::Set, {std::string("model_list"), std::string("x")}, 1}}));
    QCOMPARE(refused.state, ConfigSaved::State::Refused);
    QCOMPARE(refused.problem.line, 3);
    QCOMPARE(m_reloads, 1);
}

void TestLocalConfig::refusesAnEditOfWhatChangedMeanwhile()
{
    const ConfigPath where{std::string("litellm_settings"), std::string("request_timeout")};
    QCOMPARE(saved(m_client->edit({{ConfigEdit::Op::Set, where, 60, false, json::Value(31)}})).state,
             ConfigSaved::State::Conflict);
    QCOMPARE(saved(m_client->edit({{ConfigEdit::Op::Set, where, 60, false, json::Value(nullptr)}})).state,
             ConfigSaved::State::Conflict);
    QVERIFY(saved(m_client->edit({{ConfigEdit::Op::Set, where, 60, false, json::Value(30)}})).ok());
}

void TestLocalConfig::tellsValuesWithOrigins()
{
    const std::vector<ConfigPath> paths{
        {std::string("litellm_settings"), std::string("request_timeout")},
        {std::string("model_list"), std::size_t(0), std::string("litellm_params"), std::string("api_key")},
        {std::string("general_settings"), std::string("master_key")},
        {std::string("router_settings"), std::string("timeout")}};
    const auto values =
        answer<std::vector<ConfigValue>>(m_client->requestValues(paths), &ConfigClient::valuesReady);
    QCOMPARE(values.size(), std::size_t(4));
    QVERIFY(values[0].value == 30);
    QCOMPARE(values[0].origin.kind, ConfigOrigin::Kind::Plain);
    QCOMPARE(values[0].origin.line, 6);
    QCOMPARE(values[1].origin.kind, ConfigOrigin::Kind::Environment);
    QCOMPARE(values[1].origin.name, u"KEY"_s);
    // A secret is never handed out.
    QVERIFY(values[2].value.is_null());
    QCOMPARE(values[2].origin.kind, ConfigOrigin::Kind::Plain);
    QCOMPARE(values[3].origin.kind, ConfigOrigin::Kind::Missing);
}

void TestLocalConfig::listsAndReadsBackups()
{
    QVERIFY(saved(m_client->save(path("config.yaml"), u"a: 1\n"_s, {})).ok());
    const auto backups =
        answer<std::vector<ConfigBackup>>(m_client->requestBackups(), &ConfigClient::backupsReady);
    QCOMPARE(backups.size(), std::size_t(1));
    QCOMPARE(backups[0].of, u"config.yaml"_s);
    QCOMPARE(backups[0].bytes, std::int64_t(std::string(kConfig).size()));
    QSignalSpy spy(m_client.get(), &ConfigClient::backupReady);
    m_client->readBackup(backups[0].path);
    QVERIFY(spy.wait());
    QCOMPARE(spy[0][1].toString(), QString::fromUtf8(kConfig));
    // Only copies are read through this.
    m_client->readBackup(path("other.yaml"));
    QVERIFY(spy.wait());
    QCOMPARE(spy[1][1].toString(), QString());
    QVERIFY(!spy[1][2].toString().isEmpty());
}

void TestLocalConfig::knowsKeysWithDocs()
{
    const std::vector<ConfigKey> keys = m_client->keys();
    const auto find = [&](const QString &section, const QString &name) {
        for (const ConfigKey &key : keys)
            if (key.section == section && key.name == name)
                return key;
        return ConfigKey();
    };
    QVERIFY(find({}, u"model_list"_s).works);
    QVERIFY(find(u"router_settings"_s, u"num_retries"_s).doc.contains(u"tried again"));
    const ConfigKey callbacks = find(u"litellm_settings"_s, u"service_callbacks"_s);
    QVERIFY(!callbacks.works);
    QCOMPARE(callbacks.doc, u"No effect yet: no callback is called"_s);
    for (const ConfigKey &key : keys)
        QVERIFY2(!key.doc.isEmpty(), qPrintable(key.name));
}

void TestLocalConfig::previewsAnotherConfig()
{
    const auto preview =
        answer<ImportPreview>(m_client->previewImport(path("other.yaml")), &ConfigClient::importReady);
    QVERIFY(preview.readable);
    QCOMPARE(preview.files.size(), 2);
    QCOMPARE(preview.models.size(), std::size_t(2));
    QCOMPARE(preview.models[0].name, u"gpt"_s);
    QVERIFY(preview.models[0].known && !preview.models[0].keyMissing);
    QCOMPARE(preview.models[1].provider, u"anthropic"_s);
    QCOMPARE(preview.models[1].model, u"claude-sonnet"_s);
    QCOMPARE(preview.models[1].key, u"os.environ/NOWHERE"_s);
    QVERIFY(preview.models[1].keyMissing && !preview.models[1].known);
    QCOMPARE(preview.models[1].line, 5);
    const auto setting = [&](const QString &key) {
        for (const ImportSetting &row : preview.settings)
            if (row.key == key)
                return row;
        return ImportSetting();
    };
    QVERIFY(setting(u"litellm_settings.drop_params"_s).works);
    QCOMPARE(setting(u"litellm_settings.service_callbacks"_s).note, u"no callback is called"_s);
    QCOMPARE(setting(u"router_settings.num_retries"_s).value, u"2"_s);
    QCOMPARE(setting(u"general_settings.odd_key"_s).note, u"is not known"_s);
    // Secrets are masked.
    for (const ImportSetting &row : preview.settings)
        QVERIFY2(!row.value.contains(u"sk-"), qPrintable(row.key));
}

void TestLocalConfig::previewsWhatCannotBeRead()
{
    write("broken.yaml", "model_list:\n  - [\n");
    auto preview =
        answer<ImportPreview>(m_client->previewImport(path("broken.yaml")), &ConfigClient::importReady);
    QVERIFY(!preview.readable);
    QCOMPARE(preview.errors, 1);
    QCOMPARE(preview.problems[0].line, 3);
    preview = answer<ImportPreview>(m_client->previewImport(path("absent.yaml")), &ConfigClient::importReady);
    QVERIFY(!preview.readable);
    QCOMPARE(preview.errors, 1);
    QCOMPARE(read("config.yaml"), std::string(kConfig));
}

void TestLocalConfig::copiesAnotherConfig()
{
    const ConfigSaved done = saved(m_client->importConfig(path("other.yaml"), ImportKind::Copy, {}));
    QVERIFY2(done.ok(), qPrintable(done.problem.message));
    QCOMPARE(config::readFile(done.backup.toStdString()).value(), std::string(kConfig));
    // What it includes is still found from its new place.
    std::string expected = kOther;
    const std::string parts = QFileInfo(path("parts.yaml")).canonicalFilePath().toStdString();
    expected.replace(expected.find("parts.yaml"), 10, parts);
    QCOMPARE(read("config.yaml"), expected);
    QCOMPARE(m_reloads, 1);
    QCOMPARE(saved(m_client->importConfig(path("config.yaml"), ImportKind::Copy, {})).state,
             ConfigSaved::State::Refused);
}

void TestLocalConfig::addsChosenModels()
{
    const ConfigSaved done = saved(m_client->importConfig(path("other.yaml"), ImportKind::AddModels, {1}));
    QVERIFY2(done.ok(), qPrintable(done.problem.message));
    std::string expected = kConfig;
    expected.insert(expected.find("litellm_settings"),
                    "  - model_name: claude\n    litellm_params:\n      model: anthropic/claude-sonnet\n"
                    "      api_key: os.environ/NOWHERE\n      temperature: 0.5\n");
    QCOMPARE(read("config.yaml"), expected);
}

QTEST_GUILESS_MAIN(TestLocalConfig)
#include "tst_localconfig.moc"
