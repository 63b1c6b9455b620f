# docker build --build-arg TORCH_INDEX=<PyTorch's index of CPU builds> --tag gatescope .
# docker run --rm --publish 8000:8000 --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges gatescope

FROM python:3.11-slim AS build
ARG TORCH=torch==2.13.0
# Left empty, the default index is used; on x86 that is a build for graphics cards, several GB larger.
ARG TORCH_INDEX=
WORKDIR /src
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# What builds stays here: the environment that goes into the image has no pip of its own.
RUN python -m venv /opt/build && python -m venv --without-pip /opt/gatescope
COPY requirements-build.lock requirements.lock ./
RUN /opt/build/bin/pip install --require-hashes --no-deps --requirement requirements-build.lock
RUN /opt/build/bin/pip --python /opt/gatescope/bin/python install --require-hashes --no-deps --requirement requirements.lock
RUN /opt/build/bin/pip --python /opt/gatescope/bin/python install ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} "$TORCH"
COPY . .
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheel .
RUN /opt/build/bin/pip --python /opt/gatescope/bin/python install --no-deps --no-index /wheel/*.whl
RUN /opt/build/bin/pip --python /opt/gatescope/bin/python check

FROM python:3.11-slim
RUN python -m pip uninstall --yes --root-user-action ignore pip && useradd --system --uid 10001 --no-create-home gatescope
COPY --from=build /opt/gatescope /opt/gatescope
ENV PATH=/opt/gatescope/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER gatescope
WORKDIR /
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["gatescope"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
