namespace SsoOidc.FakeEndpoint.Signing;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path as sent, still percent-encoded, without the query.</param>
/// <param name="Query">Query as sent, without the question mark; empty for none.</param>
/// <param name="Headers">Headers by name, any case; several values are joined by a comma.</param>
/// <param name="Body">The body's bytes, after any transfer coding is undone.</param>
public sealed record SigV4Request(
    string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <summary>What the verifier found.</summary>
/// <param name="Error">Null when the signature holds, else the name of the error as AWS front ends spell it.</param>
/// <param name="Message">The front end's message; empty when the signature holds.</param>
/// <param name="Region">The region of the credential scope.</param>
/// <param name="CanonicalRequest">The canonical request as recomputed, to find out why signatures differ. Holds the session token.</param>
public sealed record SigV4Result(string? Error, string Message = "", string Region = "", string CanonicalRequest = "");
