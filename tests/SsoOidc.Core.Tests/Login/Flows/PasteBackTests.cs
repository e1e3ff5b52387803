using CsCheck;
using SsoOidc.Login.Flows;

namespace SsoOidc.Tests.Login.Flows;

public sealed class PasteBackTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8400/oauth/callback?code=c&state=s")]
    [InlineData("  http://127.0.0.1:8400/oauth/callback?code=c&state=s\r\n")]
    [InlineData("\"http://127.0.0.1:8400/oauth/callback?state=s&code=c\"")]
    [InlineData("'http://127.0.0.1:8400/oauth/callback?code=c&state=s#_=_'")]
    [InlineData("<http://127.0.0.1:8400/oauth/callback?code=c&state=s>")]
    [InlineData("127.0.0.1:8400/oauth/callback?code=c&state=s")]
    [InlineData("?code=c&state=s")]
    [InlineData("code=c&state=s")]
    public void The_address_is_taken_as_people_paste_it(string line) => Assert.Equal("c", PasteBack.Parse(line, "s")!.Code);

    [Theory]
    [InlineData("")]
    [InlineData("c")]
    [InlineData("http://127.0.0.1:8400/oauth/callback")]
    [InlineData("http://127.0.0.1:8400/oauth/callback?code=c&state=other")]
    [InlineData("http://127.0.0.1:8400/oauth/callback?code=c")]
    [InlineData("http://127.0.0.1:8400/oauth/callback?code=c&code=d&state=s")]
    public void Anything_else_is_not_taken(string line) => Assert.Null(PasteBack.Parse(line, "s"));

    [Theory]
    [InlineData("http://127.0.0.1:8400/oauth/callback?code=abc", "def&state=the-state")]
    [InlineData("http://127.0.0.1:8400/oauth/callback?code=abcdef&state=the", "-state")]
    [InlineData("  http://127.0", ".0.1:8400/oauth/callback?code=abc ", " def&state=the-state")]
    public async Task An_address_in_several_lines_is_put_together(params string[] lines)
    {
        var person = new Person(lines);

        Assert.Equal("abcdef", (await PasteBack.ReadAsync(person, "http://127.0.0.1:8400/oauth/callback", "the-state", A.Ct)).Code);
        Assert.Empty(person.Warnings);
    }

    [Fact]
    public async Task What_is_no_part_of_the_address_is_told_and_forgotten()
    {
        var person = new Person(["http://127.0.0.1:8400/oauth/callback?code=abc", "good morning", "http://127.0.0.1:8400/oauth/callback?code=c&state=other", "?code=c&state=the-state"]);

        Assert.Equal("c", (await PasteBack.ReadAsync(person, "http://127.0.0.1:8400/oauth/callback", "the-state", A.Ct)).Code);
        Assert.Equal(2, person.Warnings.Count);
    }

    [Fact]
    public void No_line_raises_an_exception() => Gen.String.Sample(line => PasteBack.Parse(line, "s") is null, iter: Fuzz.Iterations);

    private sealed class Person(IEnumerable<string> lines) : ILoginUi
    {
        private readonly Queue<string> _lines = new(lines);

        public List<string> Warnings { get; } = [];

        public bool CanPaste => true;

        public Task ShowAsync(LoginPrompt prompt, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Report(LoginProgress progress)
        {
        }

        public void Tell(string message)
        {
        }

        public void Warn(string message) => Warnings.Add(message);

        public Task<string?> ReadPastedAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(_lines.Dequeue());
    }
}
