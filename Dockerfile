# An image with the command alone:
#   docker build -t noisyrnn .
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/work" noisyrnn run function-approximation
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish src/NoisyRnn.Cli -p:PublishProfile=linux-x64

FROM debian:12-slim
RUN apt-get update && apt-get install -y --no-install-recommends libstdc++6 libssl3 && rm -rf /var/lib/apt/lists/*
COPY --from=build /source/publish/linux-x64/noisyrnn /usr/local/bin/noisyrnn
WORKDIR /work
ENTRYPOINT ["noisyrnn"]
