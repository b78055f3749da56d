#include "ui/pages/providers/presetgallery.h"

#include "core/client/gatewayclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"

#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kColumns = 4;

const QStringList kLocal{u"ollama"_s, u"lm_studio"_s, u"llama_cpp"_s, u"hosted_vllm"_s};
const QStringList kKnown{u"openai"_s, u"anthropic"_s,  u"gemini"_s, u"mistral"_s,
                         u"groq"_s,   u"openrouter"_s, u"xai"_s,    u"deepseek"_s};

}   // namespace

PresetGallery::PresetGallery(const client::GatewayClient &client, QWidget *parent)
    : Card(tr("Start with"), parent)
{
    const std::vector<client::CatalogEntry> catalog = client.catalog();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *grid = new QGridLayout;
    m_grid = grid;
    grid->setSpacing(space::kSmall);
    for (int column = 0; column < kColumns; ++column)
        grid->setColumnStretch(column, 1);
    body()->addLayout(grid);
    const auto addGroup = [&](const QString &title, const QStringList &ids) {
        QList<QWidget *> widgets;
        const int first = grid->rowCount() + 1;
        int place = 0;
        for (const QString &id : ids) {
            const auto entry = std::find_if(catalog.cbegin(), catalog.cend(),
                                            [&](const auto &row) { return row.id == id && row.supported; });
            if (entry == catalog.cend())
                continue;
            QPushButton *push = button(entry->name);
            // Equal columns: the longest name must not win.
            push->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
            push->setToolTip(entry->name);
            connect(push, &QPushButton::clicked, this, [this, id] { Q_EMIT chosen(id); });
            grid->addWidget(push, first + place / kColumns, place % kColumns);
            widgets << push;
            ++place;
        }
        if (place == 0)
            return widgets;
        auto *head = new Label(title, TextStyle::Caption, Colour::TextSecondary);
        grid->addWidget(head, first - 1, 0, 1, kColumns);
        widgets << head;
        return widgets;
    };
    m_local = addGroup(tr("On this computer, without a key"), kLocal);
    addGroup(tr("With a key"), kKnown);
    QPushButton *other =
        smallButton(tr("All %n provider(s)…", nullptr, int(catalog.size())), Emphasis::Quiet, u"search"_s);
    connect(other, &QPushButton::clicked, this, [this] { Q_EMIT chosen({}); });
    addAction(other);
}

void PresetGallery::setLocalShown(bool shown)
{
    for (QWidget *widget : m_local)
        widget->setVisible(shown);
    // At once: what is shown in the room that this makes must not make the window grow.
    m_grid->invalidate();
    body()->invalidate();
    layout()->invalidate();
    updateGeometry();
}

}   // namespace gw::ui
