"""The encoders that come with Yiju: what a caller of ``encode`` may rely on."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from errors import ModelError
from index.encoders import BUILT_IN, ModelFolder, load_encoder, verify_model
from index.encoders.factory import _load_own
from index.encoders.table import Table

ROOT = Path(__file__).parent.parent
TEXTS = [
    "中亚区域经济合作成员国同意加快海关现代化。",
    "The ministers agreed to speed up customs modernisation.",
    "疫苗接种率在农村地区仍然偏低。",
    "",
    "CAREC 2030",
    "电力贸易需要跨境输电线路和统一的电网规则。" * 30,
    "!!! ……",
]


@pytest.fixture(scope="module", params=["fast", "default"])
def encoder(request):
    return load_encoder(request.param)


def test_one_row_a_text_with_the_announced_dimensions(encoder):
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimensions)
    assert vectors.dtype == np.float32


def test_no_texts_give_no_rows(encoder):
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_rows_have_unit_length_and_text_without_words_the_zero_vector(encoder):
    lengths = np.linalg.norm(encoder.encode(TEXTS), axis=1)
    assert lengths == pytest.approx([1, 1, 1, 0, 1, 1, 0], abs=1e-5)


def test_the_same_text_has_the_same_vector_whatever_stands_beside_it(encoder):
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert np.array_equal(together, alone)


def test_loading_again_gives_the_same_vectors(encoder):
    name = "fast" if encoder.dimensions == 256 else "default"
    _load_own.cache_clear()
    assert load_encoder(name) is not encoder
    assert np.array_equal(load_encoder(name).encode(TEXTS), encoder.encode(TEXTS))


def test_width_and_case_of_letters_make_no_difference(encoder):
    plain, wide = encoder.encode(["carec 2030", "ＣＡＲＥＣ　２０３０"])
    assert plain @ wide == pytest.approx(1, abs=1e-5)


TRANSLATIONS = [
    ("贸易便利化", "trade facilitation"),
    ("过境运输", "transit transport"),
    ("气候变化", "climate change"),
    ("粮食安全", "food security"),
    ("边境口岸", "border crossing point"),
    ("可再生能源", "renewable energy"),
    ("女企业家", "women entrepreneurs"),
    ("外国直接投资", "foreign direct investment"),
    ("哈萨克斯坦", "Kazakhstan"),
    ("卫生部门提供疫苗。", "The health sector provides vaccines."),
    ("政府降低了进口关税。", "The government lowered import tariffs."),
    ("洪水毁坏了公路和桥梁。", "Floods destroyed roads and bridges."),
]


def test_a_translation_is_nearer_than_any_other_text(encoder):
    zh = encoder.encode([pair[0] for pair in TRANSLATIONS])
    en = encoder.encode([pair[1] for pair in TRANSLATIONS])
    scores = zh @ en.T
    assert list(scores.argmax(axis=1)) == list(range(len(TRANSLATIONS)))
    assert list(scores.argmax(axis=0)) == list(range(len(TRANSLATIONS)))


PARAPHRASES = [
    ("货车过边境时手续如何简化？", "海关手续的协调减少了过境车辆的等待时间。"),
    ("怎样帮助小公司借到钱？", "中小企业获得银行贷款的渠道得到改善。"),
    ("停电问题严重吗？", "冬季电力短缺影响了居民和工厂的用电。"),
    ("老百姓能喝上干净的水吗？", "农村供水项目使更多家庭获得安全饮用水。"),
    ("东西涨价了吗？", "由于食品和能源成本上升，通货膨胀率达到两位数。"),
]


def test_a_question_in_other_words_finds_its_passage(encoder):
    questions = encoder.encode([pair[0] for pair in PARAPHRASES], role="query")
    passages = encoder.encode([pair[1] for pair in PARAPHRASES])
    found = (questions @ passages.T).argmax(axis=1) == np.arange(len(PARAPHRASES))
    assert found.sum() >= 4


def test_progress_ends_with_all_texts_done(encoder):
    seen = []
    encoder.encode(TEXTS * 4, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(TEXTS) * 4, len(TEXTS) * 4)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_the_id_names_the_model_and_its_weights(encoder):
    name, digest = encoder.id.split("@")
    assert name.startswith("yiju")
    assert len(digest) == 12


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_the_shipped_files_are_those_that_were_trained(name):
    assert verify_model(BUILT_IN[name]).name.startswith("yiju")


def test_the_student_puts_passages_where_the_large_network_does():
    default, precise = load_encoder("default"), load_encoder("precise")
    question = ["哪些国家加入了《国际植物保护公约》？"]
    assert (default.encode(question, role="query") == precise.encode(question, role="query")).all()
    cosines = (default.encode(TEXTS) * precise.encode(TEXTS)).sum(axis=1)
    assert cosines[[0, 1, 2, 4, 5]].mean() > 0.85
    assert default.id != precise.id


def test_the_table_reads_halves_of_any_size_and_sign(tmp_path):
    halves = np.arange(0, 2**16, 13, dtype=np.uint16).view(np.float16)
    halves = halves[np.isfinite(halves)]
    rows = np.stack([halves, np.ones_like(halves)], axis=1)
    save_file({"embedding.weight": rows}, str(tmp_path / "t.safetensors"))
    table = Table(tmp_path / "t.safetensors")
    read = np.array([table.mean([number]) for number in range(len(rows))], dtype=np.float64)
    assert np.allclose(read[:, 0] / read[:, 1], halves.astype(np.float64), rtol=1e-5, atol=1e-12)


def test_a_folder_of_the_same_format_loads_by_its_path(tmp_path):
    folder = shutil.copytree(BUILT_IN["fast"], tmp_path / "copy")
    assert load_encoder(str(folder)).id == load_encoder("fast").id


def test_a_truncated_weights_file_is_refused(tmp_path):
    folder = shutil.copytree(BUILT_IN["fast"], tmp_path / "cut")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(ModelError, match=r"model\.safetensors has \d+ bytes instead of \d+"):
        load_encoder(str(folder))


def test_a_changed_byte_is_found_by_the_full_check(tmp_path):
    folder = shutil.copytree(BUILT_IN["fast"], tmp_path / "changed")
    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    ModelFolder.read(folder)
    with pytest.raises(ModelError, match=r"model\.safetensors is damaged"):
        verify_model(folder)


def test_a_description_without_its_fields_is_refused(tmp_path):
    (tmp_path / "yiju.json").write_text("{}")
    with pytest.raises(ModelError, match=r"no readable yiju\.json"):
        load_encoder(str(tmp_path))


def test_an_empty_name_is_refused():
    with pytest.raises(ModelError, match="name is empty"):
        load_encoder(" ")


_QUERY = """
import sys
from index.encoders import load_encoder
load_encoder({model!r}).encode(["贸易便利化有哪些进展？"], role="query")
heavy = {{"torch", "transformers", "sklearn", "pandas", "pyarrow", "streamlit", "sentence_transformers", "scipy"}}
print(sorted(heavy & set(sys.modules)))
"""


@pytest.mark.parametrize("model", sorted(BUILT_IN))
def test_a_query_imports_no_heavy_library(model):
    run = subprocess.run(
        [sys.executable, "-c", _QUERY.format(model=model)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_a_model_is_loaded_once_a_process():
    assert load_encoder("fast") is load_encoder("fast")
