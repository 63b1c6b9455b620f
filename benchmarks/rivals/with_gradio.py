"""What `POST /api/v1/trace` computes, behind a Gradio app: the function that our route calls, its text and its JSON.

Run by the Python of an environment that has Gradio and sees the packages of ours (`make bench` makes it). Its queue is
as Gradio sets it; its answers are kept as ours are, so that with a warm memory neither side computes anything.
"""

import os
import sys
from functools import lru_cache

os.environ |= {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}

import gradio
import torch

from app.explore import Explorer
from app.registry import ModelRegistry
from app.schemas.trace import TraceRequest
from app.serialize import Json
from app.settings import Settings

settings = Settings()
torch.set_num_threads(settings.threads)
explorer = Explorer(ModelRegistry.load(settings.model_folders, settings.model), settings)


@lru_cache(maxsize=256)  # answers; ours keeps as many bytes
def trace(text: str) -> Json:
    """Every signal of every layer, and the guesses."""
    return explorer.trace(TraceRequest(text=text))


page = gradio.Interface(trace, gradio.Textbox(), gradio.JSON(), api_name="trace")

if __name__ == "__main__":
    page.launch(server_port=int(sys.argv[-1]), ssr_mode=False, quiet=True)
