#include "core/peers/program.h"

#include <QTest>

using namespace gw::peers;

struct Row
{
    const char *what;
    std::string executable;
    std::vector<std::string> arguments;
    std::string name;
};

class TestProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatPeopleCallIt_data();
    void whatPeopleCallIt();
    void theKernelsNameIsTheLastResort();
};

void TestProgram::whatPeopleCallIt_data()
{
    QTest::addColumn<Row>("row");
    const std::vector<Row> rows{
        {"A program goes by its file", "/usr/bin/curl", {"curl", "-s", "http://localhost"}, "curl"},
        {"One that was replaced meanwhile too", "/opt/codex (deleted)", {"/opt/codex"}, "codex"},
        {"A script goes by its own name",
         "/usr/bin/python3.11",
         {"/usr/bin/python3", "/home/u/.local/bin/aider", "--model", "x"},
         "aider"},
        {"A suffix is no part of a name", "/usr/bin/python3.11", {"python3", "agent.py"}, "agent"},
        {"A module goes by its name", "/usr/bin/python3.11", {"python3", "-u", "-m", "llm", "chat"}, "llm"},
        {"Options before a script are passed over",
         "/usr/bin/node",
         {"node", "--import", "x.mjs", "/a/claude"},
         "claude"},
        {"index.js goes by its package",
         "/usr/bin/node",
         {"node", "/usr/lib/node_modules/@google/gemini-cli/dist/index.js"},
         "gemini-cli"},
        {"cli.js goes by its package",
         "/usr/bin/node",
         {"node", "/usr/lib/node_modules/@anthropic-ai/claude-code/cli.js"},
         "claude-code"},
        {"A title that a program gave itself counts", "/usr/bin/node", {"claude"}, "claude"},
        {"A title may go on in words", "/usr/bin/node", {"claude --resume"}, "claude"},
        {"Code on the command line has no name",
         "/usr/bin/python3.11",
         {"python3", "-c", "import x"},
         "python3.11"},
        {"A jar goes by its name",
         "/usr/lib/jvm/bin/java",
         {"java", "-cp", "x", "-jar", "/opt/tool.jar"},
         "tool"},
        {"bun run goes by the script", "/home/u/.bun/bin/bun", {"bun", "run", "/home/u/dev.ts"}, "dev"},
        {"A login shell is a shell", "/bin/bash", {"-bash"}, "bash"},
        {"Without a file the command line counts", "", {"/opt/tool/thing", "x"}, "thing"},
        {"A long name is cut", "/opt/" + std::string(100, 'n'), {"n"}, std::string(48, 'n')},
    };
    for (const Row &row : rows)
        QTest::newRow(row.what) << row;
}

void TestProgram::whatPeopleCallIt()
{
    QFETCH(Row, row);
    QCOMPARE(programName(row.executable, row.arguments, "kernel"), row.name);
}

void TestProgram::theKernelsNameIsTheLastResort()
{
    QCOMPARE(programName("", {}, "kworker"), std::string("kworker"));
}

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
