#include "core/localclient/toolrows.h"

#include "core/config/configfiles.h"
#include "core/localclient/texts.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace gw::client {

namespace {

// resources/catalog/clients.json, which no tool for translations reads.
constexpr const char *kTexts[] = {
    QT_TRANSLATE_NOOP("gw::clientsetup", "talks to Anthropic directly"),
    QT_TRANSLATE_NOOP("gw::clientsetup",
                      "Sessions that run already go on as they are; /status in a new one shows the address."),
    QT_TRANSLATE_NOOP("gw::clientsetup", "talks to OpenAI directly"),
    QT_TRANSLATE_NOOP("gw::clientsetup",
                      "Codex reads its settings once, when it starts. Its sign-in stays as it is."),
    QT_TRANSLATE_NOOP("gw::clientsetup", "talks to Google directly"),
    QT_TRANSLATE_NOOP("gw::clientsetup",
                      "A .env file of a project, if there is one, is read instead of the one in the home "
                      "folder."),
    QT_TRANSLATE_NOOP("gw::clientsetup", "talks to xAI directly"),
    QT_TRANSLATE_NOOP("gw::clientsetup", "Settings of a project win over these."),
    QT_TRANSLATE_NOOP("gw::clientsetup",
                      "Continue reads its file anew when it is saved; choose the model Portico there."),
    QT_TRANSLATE_NOOP("gw::clientsetup",
                      "A .aider.conf.yml of a repository or of the current folder wins over this one."),
    QT_TRANSLATE_NOOP("gw::clientsetup",
                      "Goose keeps its key in the keychain: give it this client's key once, with 'goose "
                      "configure'."),
    QT_TRANSLATE_NOOP("gw::clientsetup",
                      "Zed keeps keys in the keychain: paste this client's key once under Agent settings, "
                      "LLM providers, Portico."),
    QT_TRANSLATE_NOOP("gw::clientsetup",
                      "VS Code 1.122 or newer; an organisation's policy may forbid own models."),
    QT_TRANSLATE_NOOP("gw::clientsetup", "The model is called portico there: llm -m portico."),
    QT_TRANSLATE_NOOP("gw::clientsetup",
                      "Every program that is started after the next sign-in uses the gateway."),
    QT_TRANSLATE_NOOP("gw::clientsetup", "Open Cline's settings and choose the provider OpenAI Compatible."),
    QT_TRANSLATE_NOOP("gw::clientsetup", "Give it the base URL, the key and the model below."),
    QT_TRANSLATE_NOOP("gw::clientsetup", "Save the text below as a file."),
    QT_TRANSLATE_NOOP("gw::clientsetup", "In Roo Code's settings, choose About, Import and take that file."),
    QT_TRANSLATE_NOOP("gw::clientsetup", "needs one setting in the IDE"),
    QT_TRANSLATE_NOOP("gw::clientsetup", "Open Settings, Tools, AI Assistant, Providers & API keys."),
    QT_TRANSLATE_NOOP("gw::clientsetup", "Choose OpenAI-compatible and give it the URL and the key below."),
    QT_TRANSLATE_NOOP("gw::clientsetup",
                      "Open Admin settings, Connections and add an OpenAI connection with the URL and the "
                      "key below; or start it with these variables before its first start."),
    QT_TRANSLATE_NOOP("gw::clientsetup",
                      "In a container the gateway is at host.docker.internal instead of 127.0.0.1."),
    QT_TRANSLATE_NOOP("gw::clientsetup", "its servers make the requests, not this computer"),
    QT_TRANSLATE_NOOP("gw::clientsetup",
                      "Cursor sends every request to its own servers, and those ask the model. They cannot "
                      "reach a gateway on this computer, whatever address is entered in its settings. Only "
                      "a gateway that the internet can reach would work, and that would lay yours open to "
                      "everybody; so nothing is changed here."),
    QT_TRANSLATE_NOOP("gw::clientsetup", "there is no gateway setting on Linux"),
    QT_TRANSLATE_NOOP("gw::clientsetup",
                      "Claude Desktop takes the address of a gateway from a profile that its versions for "
                      "macOS and Windows read. On Linux there is none that could be changed.")};

struct Snippet
{
    const char *name;
    const char *text;
};

constexpr Snippet kSnippets[] = {
    {"Python",
     "from openai import OpenAI\n\nclient = OpenAI(\n    base_url=\"{v1}\",\n    api_key=\"{key}\",\n)\n"
     "answer = client.chat.completions.create(\n    model=\"{model}\",\n    messages=[{\"role\": \"user\", "
     "\"content\": \"Hello\"}],\n)\nprint(answer.choices[0].message.content)\n"},
    {"Node", "import OpenAI from \"openai\";\n\nconst client = new OpenAI({\n  baseURL: \"{v1}\",\n  apiKey: "
             "\"{key}\",\n});\n"
             "const answer = await client.chat.completions.create({\n  model: \"{model}\",\n  messages: [{ "
             "role: \"user\", "
             "content: \"Hello\" }],\n});\nconsole.log(answer.choices[0].message.content);\n"},
    {"curl",
     "curl {v1}/chat/completions \\\n  -H \"Authorization: Bearer {key}\" \\\n  -H \"Content-Type: "
     "application/json\" \\\n"
     "  -d '{\"model\": \"{model}\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}'\n"},
    {"env", "export OPENAI_BASE_URL={v1}\nexport OPENAI_API_KEY={key}\nexport ANTHROPIC_BASE_URL={root}\n"
            "export ANTHROPIC_AUTH_TOKEN={key}\nexport GOOGLE_GEMINI_BASE_URL={root}\nexport "
            "GEMINI_API_KEY={key}\n"},
    {"Go",
     "client := openai.NewClient(\n\toption.WithBaseURL(\"{v1}\"),\n\toption.WithAPIKey(\"{key}\"),\n)\n"
     "answer, err := client.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{\n\tModel: "
     "\"{model}\",\n"
     "\tMessages: []openai.ChatCompletionMessageParamUnion{\n\t\topenai.UserMessage(\"Hello\"),\n\t},\n})\n"},
};

ToolState stateOf(clientsetup::State state)
{
    return static_cast<ToolState>(state);
}
static_assert(int(ToolState::Missing) == int(clientsetup::State::Missing));
static_assert(int(ToolState::Drifted) == int(clientsetup::State::Drifted));
static_assert(int(ToolState::Never) == int(clientsetup::State::Never));

// A value as a person writes it; a key only so far that it can be told from another one.
QString valueText(const lossless::Path &path, const json::Value &value)
{
    if (const auto *string = value.if_string()) {
        const std::string whole(*string);
        const QString name = text(path.back().key).toLower();
        const bool secret = whole.starts_with("sk-") || name.contains(u"key"_s) || name.contains(u"token"_s);
        return text(secret && whole.size() > 8 ? Secret(whole).masked() : whole);
    }
    constexpr qsizetype kMost = 60;
    const QString all = text(json::serialize(value));
    const bool hasKey = all.contains(u"sk-"_s);
    return hasKey ? u"{…}"_s : all.size() > kMost ? all.left(kMost) + u"…"_s : all;
}

ToolSnippet snippetOf(const QString &name, const std::string &pattern,
                      const clientsetup::Connection &connection)
{
    const std::string whole = clientsetup::fill(pattern, connection);
    return {name, text(clientsetup::withoutKey(whole, connection.key)), Secret(whole)};
}

}   // namespace

QString catalogText(const std::string &english)
{
    return english.empty() ? QString() : QCoreApplication::translate("gw::clientsetup", english.c_str());
}

std::vector<const char *> catalogTexts()
{
    return {std::begin(kTexts), std::end(kTexts)};
}

ToolDrift toDrift(const clientsetup::Drift &drift, const clientsetup::Surroundings &here)
{
    ToolDrift out;
    out.file = text(here.shown(drift.file));
    out.path = text(lossless::toText(drift.path));
    out.ours = valueText(drift.path, drift.ours);
    out.before = drift.before ? valueText(drift.path, *drift.before) : QString();
    out.now = drift.now ? valueText(drift.path, *drift.now) : QString();
    return out;
}

Tool toTool(const clientsetup::ClientRow &row, const clientsetup::Standing &standing,
            const clientsetup::Surroundings &here, const std::string &base)
{
    using clientsetup::NeedsModel;
    Tool tool;
    tool.id = text(row.id);
    tool.name = text(row.name);
    tool.state = stateOf(standing.state);
    for (const std::string &file : standing.files)
        tool.files << text(here.shown(file));
    if (tool.files.isEmpty() && !row.found.empty())
        tool.files << text(here.shown(here.expand(row.found.front())));
    tool.policy = text(standing.policy);
    tool.problem = text(standing.problem);
    tool.byProgram = !standing.program.empty();
    tool.canLaunch = row.canLaunch() && (tool.byProgram || row.programs.empty());
    tool.needsModel = row.model == NeedsModel::Needed;
    tool.mayModel = row.model != NeedsModel::None;
    tool.asksForKey = row.asksForKey;
    tool.moved = !standing.base.empty() && !base.empty() && standing.base != base;
    tool.model = text(standing.model);
    tool.sinceS = standing.unixS;
    tool.lines = standing.lines;
    for (const clientsetup::Drift &drift : standing.drifts)
        tool.drifts.push_back(toDrift(drift, here));
    tool.direct = catalogText(row.direct);
    tool.brief = catalogText(row.brief);
    tool.note = catalogText(row.note);
    tool.reason = catalogText(row.reason);
    for (const std::string &step : row.steps)
        tool.steps << catalogText(step);
    return tool;
}

ToolPlan toPlan(const clientsetup::Plan &plan, const clientsetup::Surroundings &here, const Secret &key)
{
    ToolPlan out;
    out.tool = text(plan.client);
    out.model = text(plan.model);
    out.inPlace = plan.changesNothing();
    for (const clientsetup::FileChange &file : plan.files) {
        if (!out.inPlace && file.exists && file.now == file.after)
            continue;
        const std::string &old = out.inPlace ? file.before : file.now;
        out.files.push_back({text(here.shown(file.path)), text(clientsetup::withoutKey(old, key)),
                             text(clientsetup::withoutKey(file.after, key)), !file.exists});
    }
    out.seen = fingerprint(plan);
    return out;
}

QString fingerprint(const clientsetup::Plan &plan)
{
    std::string all = plan.base;
    for (const clientsetup::FileChange &file : plan.files)
        all += '\n' + file.path + config::textHash(file.now) + config::textHash(file.after);
    return text(config::textHash(all));
}

std::vector<ToolSnippet> snippetsOf(const clientsetup::ClientRow *row,
                                    const clientsetup::Connection &connection)
{
    if (row)
        return {snippetOf(text(row->name), row->snippet, connection)};
    std::vector<ToolSnippet> out;
    for (const Snippet &snippet : kSnippets)
        out.push_back(snippetOf(QString::fromLatin1(snippet.name), snippet.text, connection));
    return out;
}

}   // namespace gw::client
