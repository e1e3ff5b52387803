using System.Text.Json;

namespace SsoOidc.FakeEndpoint;

/// <summary>What .NET 10 has under this name. Here it does nothing: that the fake refuses them is tested where it is a program.</summary>
internal static class DuplicateProperties
{
    extension(ref JsonDocumentOptions options)
    {
        public bool AllowDuplicateProperties
        {
            set => _ = value;
        }
    }
}
