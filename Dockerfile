# The application image: Tesseract, LibreOffice and the locked Python packages, run by a user without rights.
# Only what is needed to use Exculpa goes in: the development tools of requirements.lock stay out.

FROM python:3.11.14-slim-bookworm AS build
WORKDIR /source
COPY requirements.lock ./
RUN python -m venv /opt/exculpa \
    && awk '/^[^ #]/ { found = /^uv==/ } found' requirements.lock > uv.txt \
    && pip install --no-cache-dir --require-hashes --no-deps -r uv.txt
COPY . .
# The lock says which versions and which hashes; pyproject.toml says which of them are needed.
RUN VIRTUAL_ENV=/opt/exculpa uv pip install --no-cache --verify-hashes --constraint requirements.lock '.[fast-ocr]'

FROM python:3.11.14-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        tesseract-ocr tesseract-ocr-eng tesseract-ocr-osd libarchive13 pst-utils tnef \
        libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui \
        fonts-liberation fonts-crosextra-carlito fonts-crosextra-caladea \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 exculpa \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin exculpa \
    && install -d -o exculpa -g exculpa -m 700 /archive /prefect
COPY --from=build /opt/exculpa /opt/exculpa
ENV PATH=/opt/exculpa/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    DO_NOT_TRACK=1 \
    PREFECT_SERVER_ANALYTICS_ENABLED=false \
    EXCULPA_ARCHIVE=/archive
USER exculpa
WORKDIR /archive
ENTRYPOINT ["exculpa"]
CMD ["status"]
