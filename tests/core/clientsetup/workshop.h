#pragma once

#include "core/clientsetup/setup.h"
#include "core/config/atomicfile.h"

#include <QTemporaryDir>

#include <filesystem>
#include <map>

namespace gw::test {

// A home folder of its own, with files as people write them.
class Workshop
{
public:
    Workshop()
    {
        here.home = m_folder.path().toStdString() + "/home";
        here.root = m_folder.path().toStdString() + "/system";
        here.environment = [this](const std::string &name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional<std::string>(found->second);
        };
        variables["PATH"] = here.home + "/bin";
        std::filesystem::create_directories(here.home + "/bin");
    }

    std::string notes() const { return m_folder.path().toStdString() + "/data/clients"; }
    std::string path(const std::string &name) const { return here.home + "/" + name; }
    void put(const std::string &path, const std::string &text) const
    {
        std::filesystem::create_directories(std::filesystem::path(path).parent_path());
        if (!config::writeFileAtomically(path, text).ok())
            qFatal("cannot write a file of the test");
    }
    static std::string get(const std::string &path)
    {
        const auto text = config::readFile(path);
        return text.ok() ? text.value() : "<none>";
    }
    clientsetup::Connection connection(const std::string &model = "gpt-5.1") const
    {
        return {"http://127.0.0.1:4000", Secret("sk-of-this-client-0001"), model};
    }

    // What stands in a file of that format before us: comments, odd order and blanks, names nobody knows.
    static std::string sample(lossless::Format format, bool list)
    {
        switch (format) {
        case lossless::Format::Json:
            return list ? "[\n  // mine\n  {\"name\": \"Other\",  \"vendor\": 'x'},\n]\n"
                        : "{\n\t// mine\n\t\"zeta\" : [1,2 , 3],\n\t\"unknown\": {\"deep\": {\"a\": 1e3}}, "
                          "/* odd */ \"hooks\": {},\n"
                          "\t\"env\": {\n\t\t\"FOO\": \"bar\"\n\t}\n}\n";
        case lossless::Format::Toml:
            return "# mine\neffort = 'high'   # keep\nodd.dotted = 1\n\n[projects.\"/home/x\"]\ntrust = "
                   "true\n# the end\n";
        case lossless::Format::Yaml:
            return list ? "# mine\n- model_id: other\n  model_name: x   # keep\n"
                        : "# mine\nzeta: [1, 2]   # odd\n\nunknown:\n    deep: {a: 1}\nauto-commits: false\n";
        case lossless::Format::DotEnv:
            return "# mine\nexport FOO='a b'  # keep\nBAR=1\n";
        case lossless::Format::Shell:
            return "# ~/.profile\nif [ -n \"$BASH\" ]; then\n\t. ~/.bashrc\nfi\nexport OPENAI_API_KEY=mine\n";
        }
        return {};
    }
    static bool isList(const clientsetup::FileRow &row) { return row.edits.front().path.front().ofList(); }

    clientsetup::Surroundings here;
    std::map<std::string, std::string> variables;

private:
    QTemporaryDir m_folder;
};

}   // namespace gw::test
