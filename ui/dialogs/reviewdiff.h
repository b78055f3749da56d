#pragma once

#include <QDialog>
#include <QString>

namespace gw::ui {

// Two texts of one file, shown as what changes, with one button that does it. Esc changes nothing.
class ReviewDiff final : public QDialog
{
    Q_OBJECT

public:
    struct Subject
    {
        QString title;   // "Save config.yaml"
        QString text;    // What happens then.
        QString file;
        QString before;
        QString after;
        QString action;    // On the button.
        QString warning;   // A reason to look twice; empty: none.
    };

    explicit ReviewDiff(const Subject &subject, QWidget *parent = nullptr);
};

}   // namespace gw::ui
