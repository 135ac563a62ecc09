"""A script is called by a name that says what it holds, also by the scripts beside it."""

from pathlib import Path

from aceite.project.statics import Statics


def test_scripts_name_each_other_by_their_hashes(tmp_path: Path) -> None:
    folder = tmp_path / "office" / "editor"
    folder.mkdir(parents=True)
    (folder / "numbers.js").write_text("export const one = 1n;\n")
    (folder.parent / "page.js").write_text('import { one } from "./editor/numbers.js";\nimport "elsewhere";\n')
    storage = Statics(location=str(tmp_path), base_url="/static/")
    names = ["office/editor/numbers.js", "office/page.js"]
    hashed = dict(row[:2] for row in storage.post_process({name: (storage, name) for name in names}))
    called = hashed["office/editor/numbers.js"].rpartition("/")[2]
    assert called != "numbers.js"
    assert f'from "./editor/{called}"' in (tmp_path / hashed["office/page.js"]).read_text()
