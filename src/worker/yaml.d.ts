// wrangler.toml's rule makes YAML files text modules.
declare module '*.yaml' {
  const text: string;
  export default text;
}
