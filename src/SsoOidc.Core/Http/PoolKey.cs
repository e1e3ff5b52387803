using System.Net;

namespace SsoOidc.Http;

/// <summary>What clients have in common that share connections. A class, since a dictionary over a struct is compiled anew at start-up.</summary>
internal sealed record PoolKey(IWebProxy? Proxy, string? CaBundle);
