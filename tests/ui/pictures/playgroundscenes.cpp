#include "tests/ui/pictures/playgroundscenes.h"

#include "tests/support/guiclient.h"
#include "ui/dialogs/playgroundoptions.h"
#include "ui/framework/controls.h"
#include "ui/framework/fold.h"
#include "ui/framework/mainwindow.h"
#include "ui/pages/playground/promptbox.h"

#include <QPlainTextEdit>
#include <QSettings>
#include <QTest>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

void filled(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
    fillModels(client.modelsArea);
}

void columns(ui::MainWindow &window, int count)
{
    for (auto *each : window.findChildren<ui::Segmented *>())
        if (each->isVisible() && each->count() == 4)
            each->setCurrentIndex(count - 1);
}

void ask(ui::MainWindow &window, const QString &text)
{
    auto *edit = window.findChild<ui::PromptEdit *>();
    edit->setPlainText(text);
    QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
    QTest::qWait(60);
}

// What the ledger has of every chat.
void keepDetails(GuiClient &client)
{
    client::TrafficAttempt attempt;
    attempt.provider = u"anthropic"_s;
    attempt.model = u"claude-sonnet-4-5"_s;
    attempt.costPico = kCent / 2;
    attempt.reason = u"least-busy"_s;
    client::TrafficDetail detail;
    detail.attempts = {attempt};
    client.requests.details[Id128{1, 1}] = detail;
}

client::PlaygroundEnd done(std::int64_t output)
{
    client::PlaygroundEnd end{.status = 200,
                              .finish = u"stop"_s,
                              .firstUs = 610'000,
                              .wholeUs = 610'000 + output * 9'000,
                              .input = 61,
                              .cached = 0,
                              .output = output};
    end.callId = QString::fromStdString(Id128{1, 1}.toString());
    return end;
}

// What the columns answer, in turn; the second one still does.
void answer(GuiClient &client, int count)
{
    FakePlayground &chats = client.playgroundArea;
    chats.say(
        0, u"The bound is off by one. next() compares with < where the frame may end exactly at the end of "
           "the buffer, so the last byte stays behind until more data comes.\n\nUse <= and add a test that "
           "feeds the stream one byte at a time: it fails before the change and passes after it."_s);
    chats.end(0, done(312));
    if (count > 1)
        chats.say(
            1, u"Two things happen here.\n\n1. The loop stops when fewer than two bytes are left, which is "
               "right for a CRLF pair but wrong at the end of the last frame.\n\n2. m_buffer.remove() moves "
               "the rest of the buffer on each call.\n\nThe smallest change is in the comparison:\n\n    "
               "while (m_at + 2 <= m_buffer.size())\n\nAfterwards the test should feed the same stream in "
               "pieces of every size from one byte "_s);
    if (count > 2) {
        client::PlaygroundPiece piece;
        piece.reasoning = u"The user wants the reason. I should look at the file first."_s;
        piece.text = u"I will look at the file."_s;
        piece.calls = {
            {.place = 0, .call = {u"t1"_s, u"read_file"_s, u"{\"path\": \"src/wire/sse.cpp\"}"_s}}};
        chats.move(2, piece);
        client::PlaygroundEnd end = done(58);
        end.finish = u"tool_calls"_s;
        chats.end(2, end);
    }
    if (count > 3)
        chats.end(
            3, {.problem = u"You exceeded your current quota, please check your plan and billing details."_s,
                .status = 429});
}

std::function<void(GuiClient &, ui::MainWindow &)> chat(int count)
{
    return [count](GuiClient &client, ui::MainWindow &window) {
        columns(window, count);
        ask(window, u"Why does parse_chunk() lose the last byte of a frame? Answer in a few sentences."_s);
        keepDetails(client);
        answer(client, count);
        for (auto *fold : window.findChildren<ui::Fold *>())
            if (fold->isVisible() && count == 3)
                fold->setOpen(true);
        QTest::qWait(60);
    };
}

}   // namespace

QList<WindowScene> playgroundScenes()
{
    return {
        {u"playground-empty"_s, u"playground"_s, &filled, [](GuiClient &, ui::MainWindow &) {}},
        {u"playground-nomodels"_s, u"playground"_s, [](GuiClient &) {}, [](GuiClient &, ui::MainWindow &) {}},
        {u"playground-one"_s, u"playground"_s, &filled, chat(1)},
        {u"playground-two"_s, u"playground"_s, &filled, chat(2)},
        {u"playground-three"_s, u"playground"_s, &filled, chat(3)},
        {u"playground-four"_s, u"playground"_s, &filled, chat(4)},
        {u"playground-turns"_s, u"playground"_s, &filled,
         [](GuiClient &client, ui::MainWindow &window) {
             chat(1)(client, window);
             ask(window, u"And in Rust?"_s);
             client.playgroundArea.say(1, u"The same: slice with ..=end."_s);
             client.playgroundArea.end(1, done(14));
             window.findChild<ui::PromptBox *>()->setTurn(
                 {.text = u"Compare both."_s,
                  .files = {{u"screenshot.png"_s, u"image/png"_s, u"QUJD"_s},
                            {u"sse.cpp"_s, u"text/x-c++src"_s, u"int main() {}"_s}}});
         }},
        {u"playground-options"_s, u"playground"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) {
             QTest::keyClick(&window, Qt::Key_G, Qt::ControlModifier);
             auto *dialog = window.findChild<ui::PlaygroundOptionsDialog *>();
             dialog->findChildren<QPlainTextEdit *>().last()->setPlainText(u"[{\"type\": \"function\"}]"_s);
         }},
    };
}

}   // namespace gw::test
