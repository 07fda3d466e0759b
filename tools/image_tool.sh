# shellcheck shell=bash
# Read by the scripts around images: finds a tool that works here (IMAGE_TOOL chooses) and says how it builds.
if [ -z "${IMAGE_TOOL:-}" ]; then
  for IMAGE_TOOL in docker podman buildah none; do
    # A client without its engine is of no use.
    ! "$IMAGE_TOOL" info > /dev/null 2>&1 || break
  done
fi
case "$IMAGE_TOOL" in
  docker | podman) IMAGE_BUILD=("$IMAGE_TOOL" build) ;;
  # chroot and vfs ask nothing of the kernel, so that they work inside a container too.
  buildah) IMAGE_BUILD=(buildah --storage-driver vfs bud --isolation chroot) ;;
  *) echo "Images need docker, podman or buildah. On Debian: sudo apt-get install buildah" >&2; exit 2 ;;
esac
